namespace Exporters.Linux.Netlink;

/// <summary>A wireless interface.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="FrequencyMegahertz">The frequency that it is tuned to; 0 for none.</param>
public sealed record WifiInterface(uint Index, string Name, uint FrequencyMegahertz);
