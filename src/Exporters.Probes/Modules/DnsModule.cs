namespace Exporters.Probes.Modules;

/// <summary>Options of the DNS prober.</summary>
internal sealed record DnsModule
{
    /// <summary>Address family.</summary>
    public IpPreference Ip { get; init; } = IpPreference.Default;

    /// <summary>Own address to ask from; null: any.</summary>
    public System.Net.IPAddress? Source { get; init; }

    /// <summary>TCP instead of UDP.</summary>
    public bool UseTcp { get; init; }

    /// <summary>TLS over TCP, RFC 7858.</summary>
    public bool UseTls { get; init; }

    /// <summary>Certificates and versions.</summary>
    public TlsOptions Tls { get; init; } = TlsOptions.Default;

    /// <summary>The name asked for.</summary>
    public required string QueryName { get; init; }

    /// <summary>The type asked for, by number; default ANY.</summary>
    public ushort QueryType { get; init; } = 255;

    /// <summary>The class asked for, by number; default IN.</summary>
    public ushort QueryClass { get; init; } = 1;

    /// <summary>Whether the server shall ask others.</summary>
    public bool Recursion { get; init; } = true;

    /// <summary>Response codes that are a success; default NOERROR.</summary>
    public IReadOnlyList<int> ValidRcodes { get; init; } = [0];

    /// <summary>Checks of the answer section.</summary>
    public RecordChecks Answer { get; init; } = RecordChecks.None;

    /// <summary>Checks of the authority section.</summary>
    public RecordChecks Authority { get; init; } = RecordChecks.None;

    /// <summary>Checks of the additional section.</summary>
    public RecordChecks Additional { get; init; } = RecordChecks.None;
}
