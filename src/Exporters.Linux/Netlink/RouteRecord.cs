using System.Net;

namespace Exporters.Linux.Netlink;

/// <summary>A way that packets take: a route, or one of the next hops of a route with several.</summary>
public sealed class RouteRecord
{
    /// <summary>The interface; empty for a route without.</summary>
    public string Device { get; internal set; } = "";

    /// <summary>The address that the kernel gives to packets of its own; null for none.</summary>
    public IPAddress? Source { get; internal set; }

    /// <summary>Where to; null for everywhere else.</summary>
    public IPAddress? Destination { get; internal set; }

    /// <summary>Bits of the destination that count.</summary>
    public int Length { get; internal set; }

    /// <summary>Through whom; null for a neighbour.</summary>
    public IPAddress? Gateway { get; internal set; }

    /// <summary>The smaller, the sooner it is taken.</summary>
    public uint Priority { get; internal set; }

    /// <summary>Who made it, <c>RTPROT_*</c>.</summary>
    public byte Protocol { get; internal set; }

    /// <summary>Its share among several next hops; null for a route with one.</summary>
    public int? Weight { get; internal set; }

    /// <summary>One of the next hops of this route.</summary>
    internal RouteRecord Hop(string device, int weight) => new()
    {
        Device = device,
        Source = Source,
        Destination = Destination,
        Length = Length,
        Priority = Priority,
        Protocol = Protocol,
        Weight = weight,
    };
}
