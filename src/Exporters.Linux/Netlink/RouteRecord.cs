using System.Net;

namespace Exporters.Linux.Netlink;

/// <summary>A way that packets take: a route, or one of the next hops of a route with several.</summary>
/// <param name="Device">The interface; empty for a route without.</param>
/// <param name="Source">The address that the kernel gives to packets of its own; null for none.</param>
/// <param name="Destination">Where to; null for everywhere else.</param>
/// <param name="Length">Bits of the destination that count.</param>
/// <param name="Gateway">Through whom; null for a neighbour.</param>
/// <param name="Priority">The smaller, the sooner it is taken.</param>
/// <param name="Protocol">Who made it, <c>RTPROT_*</c>.</param>
/// <param name="Weight">Its share among several next hops; null for a route with one.</param>
public sealed record RouteRecord(
    string Device, IPAddress? Source, IPAddress? Destination, int Length, IPAddress? Gateway, uint Priority, byte Protocol, int? Weight);
