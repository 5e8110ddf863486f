namespace Exporters.Probes.Modules;

/// <summary>Options of the ICMP prober.</summary>
internal sealed record IcmpModule
{
    /// <summary>Address family.</summary>
    public IpPreference Ip { get; init; } = IpPreference.Default;

    /// <summary>Own address to send from; null: any.</summary>
    public System.Net.IPAddress? Source { get; init; }

    /// <summary>Bytes of payload; 0: a short text.</summary>
    public int PayloadSize { get; init; }

    /// <summary>Whether the packet must not be split (IPv4).</summary>
    public bool DontFragment { get; init; }

    /// <summary>TTL or hop limit of the request; 0: the system's.</summary>
    public int Ttl { get; init; } = 64;
}
