namespace Exporters.Host.Network.Protocols;

/// <summary>A real server behind a virtual one.</summary>
/// <param name="Protocol"><c>TCP</c>, <c>UDP</c>, or <c>FWM</c> for a mark of the firewall.</param>
/// <param name="LocalAddress">Address of the virtual server; empty for a mark.</param>
/// <param name="LocalPort">Port of the virtual server; 0 for a mark.</param>
/// <param name="Mark">The mark, hexadecimal; empty for an address.</param>
/// <param name="RemoteAddress">Address of the real server.</param>
/// <param name="RemotePort">Port of the real server.</param>
/// <param name="Weight">How much of the load it gets.</param>
/// <param name="Active">Open connections.</param>
/// <param name="Inactive">Connections being closed.</param>
internal sealed record IpvsBackend(
    string Protocol, string LocalAddress, string LocalPort, string Mark, string RemoteAddress, string RemotePort, ulong Weight, ulong Active, ulong Inactive);
