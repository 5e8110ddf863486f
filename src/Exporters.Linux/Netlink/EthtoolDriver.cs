namespace Exporters.Linux.Netlink;

/// <summary>What the driver of an interface tells of itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Firmware">The version of the firmware.</param>
/// <param name="Bus">Where the hardware is, <c>0000:01:00.0</c> say.</param>
/// <param name="ExpansionRom">The version of the expansion ROM.</param>
/// <param name="Statistics">How many statistics it keeps.</param>
public sealed record EthtoolDriver(string Name, string Version, string Firmware, string Bus, string ExpansionRom, int Statistics);
