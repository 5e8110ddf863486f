using System.Net;

namespace Exporters.Linux.Netlink;

/// <summary>An address of an interface.</summary>
/// <param name="Device">The interface's name.</param>
/// <param name="Address">IPv4 or IPv6.</param>
/// <param name="PrefixLength">Bits of its network.</param>
public sealed record AddressRecord(string Device, IPAddress Address, int PrefixLength);
