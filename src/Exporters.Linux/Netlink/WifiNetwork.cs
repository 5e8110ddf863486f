namespace Exporters.Linux.Netlink;

/// <summary>The network that a wireless interface belongs to.</summary>
/// <param name="Address">The access point, <c>00:11:22:33:44:55</c>.</param>
/// <param name="Name">Its name (SSID).</param>
/// <param name="Status">0 authenticated, 1 associated, 2 joined without an access point.</param>
public sealed record WifiNetwork(string Address, string Name, uint Status);
