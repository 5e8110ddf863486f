using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Exporters.Linux.Netlink;

/// <summary>Unicast routes of all tables of this network namespace, from a dump of routes, rtnetlink(7).</summary>
public sealed class RouteTable : INetlinkVisitor
{
    private const ushort GetRoute = 26;
    private const ushort NewRoute = 24;
    private const byte Unicast = 1;
    private const int MessageSize = 12;
    private const int NextHopSize = 8;
    private const ushort Destination = 1;
    private const ushort OutInterface = 4;
    private const ushort Gateway = 5;
    private const ushort Priority = 6;
    private const ushort PreferredSource = 7;
    private const ushort Multipath = 9;

    private readonly List<RouteRecord> _records = [];

    /// <summary>What the last dump told.</summary>
    public IReadOnlyList<RouteRecord> Records => _records;

    /// <summary>Asks the kernel.</summary>
    /// <returns><see cref="Errno.None"/>, or why no netlink socket can be had.</returns>
    /// <exception cref="ProcFileException">The kernel refused.</exception>
    /// <exception cref="ProcFormatException">The answer is not netlink's.</exception>
    public Errno TryRead()
    {
        // struct rtmsg, all zero: of every family of addresses.
        Span<byte> request = stackalloc byte[MessageSize];
        request.Clear();
        return NetlinkDump.Run("rtnetlink routes", NetlinkProtocol.Route, GetRoute, request, this);
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Restart() => _records.Clear();

    /// <inheritdoc/>
    void INetlinkVisitor.Message(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NewRoute || body.Length < MessageSize || body[7] != Unicast)
        {
            return;
        }

        var route = new RouteRecord { Length = body[1], Protocol = body[5] };
        ReadOnlySpan<byte> hops = default;
        for (var attributes = new NetlinkAttributes(body[MessageSize..]); attributes.Next();)
        {
            if (attributes.Type == Multipath)
            {
                hops = attributes.Value;
            }

            Take(route, attributes);
        }

        if (hops.IsEmpty)
        {
            _records.Add(route);
        }

        AddHops(route, hops);
    }

    private static void Take(RouteRecord route, NetlinkAttributes attribute)
    {
        switch (attribute.Type)
        {
            case Destination:
                route.Destination = Address(attribute.Value);
                break;
            case OutInterface:
                route.Device = Name((int)(attribute.UInt32 ?? 0));
                break;
            case Gateway:
                route.Gateway = Address(attribute.Value);
                break;
            case Priority:
                route.Priority = attribute.UInt32 ?? 0;
                break;
            case PreferredSource:
                route.Source = Address(attribute.Value);
                break;
        }
    }

    /// <summary><c>struct rtnexthop</c>: length, flags, weight less one, interface; then attributes of its own.</summary>
    private void AddHops(RouteRecord route, ReadOnlySpan<byte> hops)
    {
        while (hops.Length >= NextHopSize)
        {
            var length = MemoryMarshal.Read<ushort>(hops);
            if (length < NextHopSize || length > hops.Length)
            {
                return;
            }

            var hop = route.Hop(Name(MemoryMarshal.Read<int>(hops[4..])), hops[3] + 1);
            for (var attributes = new NetlinkAttributes(hops[NextHopSize..length]); attributes.Next();)
            {
                hop.Gateway = attributes.Type == Gateway ? Address(attributes.Value) : hop.Gateway;
            }

            _records.Add(hop);
            hops = hops[Math.Min(hops.Length, NetlinkDatagram.Align(length))..];
        }
    }

    private static IPAddress? Address(ReadOnlySpan<byte> bytes) => bytes.Length is 4 or 16 ? new IPAddress(bytes) : null;

    private static string Name(int index)
    {
        Span<byte> name = stackalloc byte[LinkName.MaxLength];
        return index > 0 ? Encoding.UTF8.GetString(name[..LinkName.Of(index, name)]) : "";
    }
}
