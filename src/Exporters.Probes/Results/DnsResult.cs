namespace Exporters.Probes.Results;

/// <summary>Facts of a DNS probe.</summary>
internal sealed class DnsResult
{
    /// <summary>Seconds to resolve the server's own name.</summary>
    public double ResolveSeconds { get; set; }

    /// <summary>Seconds to connect, TLS included.</summary>
    public double ConnectSeconds { get; set; }

    /// <summary>Seconds from question to answer.</summary>
    public double RequestSeconds { get; set; }

    /// <summary>Records in the answer section.</summary>
    public int Answers { get; set; }

    /// <summary>Records in the authority section.</summary>
    public int Authorities { get; set; }

    /// <summary>Records in the additional section.</summary>
    public int Additionals { get; set; }

    /// <summary>Whether a well-formed answer came.</summary>
    public bool Answered { get; set; }

    /// <summary>Serial of the zone; 0 when an SOA question found none, null when nobody asked for one.</summary>
    public uint? Serial { get; set; }
}
