namespace Exporters.Probes.Results;

/// <summary>Facts of an ICMP probe, in seconds.</summary>
internal sealed class IcmpResult
{
    /// <summary>Seconds to resolve the name.</summary>
    public double ResolveSeconds { get; set; }

    /// <summary>Seconds to open the socket.</summary>
    public double SetupSeconds { get; set; }

    /// <summary>Seconds from request to reply; 0 without one.</summary>
    public double RttSeconds { get; set; }

    /// <summary>TTL or hop limit of the reply; null when there was none or the kernel did not tell.</summary>
    public int? HopLimit { get; set; }
}
