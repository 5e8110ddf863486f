namespace Exporters.Probes.Modules;

/// <summary>Which of a name's addresses is probed. One address is tried, as in blackbox_exporter: no racing of families.</summary>
/// <param name="PreferIp4">IPv4 first; otherwise IPv6.</param>
/// <param name="Fallback">Whether the other family will do where the preferred one has no address.</param>
internal sealed record IpPreference(bool PreferIp4, bool Fallback)
{
    /// <summary>IPv6 with fallback, the peer's default.</summary>
    public static readonly IpPreference Default = new(PreferIp4: false, Fallback: true);
}
