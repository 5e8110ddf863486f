using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Text;
using Exporters.Linux;
using Exporters.Linux.Netlink;

namespace Exporters.Host.Network.Addresses;

/// <summary>
/// IP addresses from files of <c>/proc/net</c>, proc_pid_net(5). <c>if_inet6</c> tells the IPv6 ones with their interfaces;
/// <c>fib_trie</c> tells the IPv4 ones without, and <c>route</c> through which interface their network is reached. An IPv4 address
/// without such a route has no interface here.
/// </summary>
internal sealed class AddressFiles(HostNetwork network)
{
    private readonly string _inet6 = network.Path("if_inet6");
    private readonly string _trie = network.Path("fib_trie");
    private readonly string _route = network.Path("route");

    /// <summary>The addresses as they are now; of an address family without its file none. Lines that are none are left out and reported.</summary>
    public List<AddressRecord> Read(Action<ProcFormatException> unreadable)
    {
        var records = new List<AddressRecord>();
        if (ProcFile.TryRead(_trie, out var trie) == Errno.None)
        {
            using (trie)
            {
                var errno = ProcFile.TryRead(_route, out var route);
                using (route)
                {
                    ReadTrie(trie.Bytes, errno == Errno.None ? ReadRoutes(route.Bytes, _route, unreadable) : [], records);
                }
            }
        }

        if (ProcFile.TryRead(_inet6, out var inet6) == Errno.None)
        {
            using (inet6)
            {
                ReadInet6(inet6.Bytes, _inet6, records, unreadable);
            }
        }

        return records;
    }

    /// <summary>
    /// <c>fib_trie</c>: a leaf, then what it is.
    /// <code>           |-- 192.0.2.5
    ///              /32 host LOCAL</code>
    /// The file may list the same tree twice.
    /// </summary>
    internal static void ReadTrie(ReadOnlySpan<byte> text, List<Route> routes, List<AddressRecord> into)
    {
        uint? leaf = null;
        for (var file = new Utf8Cursor(text, "fib_trie"); file.NextLine(out var line);)
        {
            var first = line.Field();
            if (first.SequenceEqual("|--"u8))
            {
                leaf = IPAddress.TryParse(Encoding.UTF8.GetString(line.Field()), out var parsed) && parsed.GetAddressBytes() is { Length: 4 } bytes
                    ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
                    : null;
            }
            else if (leaf is { } address && first.SequenceEqual("/32"u8) && line.Field().SequenceEqual("host"u8) && line.Field().SequenceEqual("LOCAL"u8))
            {
                into.Add(Place(address, routes));
                leaf = null;
            }
        }

        var distinct = into.Distinct().ToArray();
        into.Clear();
        into.AddRange(distinct);
    }

    /// <summary><c>route</c>: interface, destination, gateway, flags, reference count, use, metric, mask…, numbers in hexadecimal as they lie in memory.</summary>
    internal static List<Route> ReadRoutes(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        var routes = new List<Route>();
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            if (file.LineNumber == 1 || line.AtEnd)
            {
                continue;
            }

            var device = Encoding.UTF8.GetString(line.Field());
            if (line.Hex() is not { } destination || line.Hex() is not { } gateway)
            {
                continue;
            }

            line.SkipFields(4);
            if (line.Hex() is { } mask && gateway == 0)
            {
                routes.Add(new Route(device, BinaryPrimitives.ReverseEndianness((uint)destination), BinaryPrimitives.ReverseEndianness((uint)mask)));
            }
        }

        return routes;
    }

    /// <summary>
    /// <c>if_inet6</c>: address, interface number, prefix length, scope and flags in hexadecimal, interface.
    /// <code>fe800000000000000000000000000001 02 40 20 80     eth0</code>
    /// </summary>
    internal static void ReadInet6(ReadOnlySpan<byte> text, string source, List<AddressRecord> into, Action<ProcFormatException> unreadable)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            if (line.AtEnd)
            {
                continue;
            }

            var digits = line.Field();
            if (digits.Length != 32 || Convert.FromHexString(digits, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
            {
                line.Report(digits, "an IPv6 address of 32 hexadecimal digits");
                continue;
            }

            line.SkipFields(1);
            if (line.Hex() is not { } prefix)
            {
                continue;
            }

            line.SkipFields(2);
            into.Add(new AddressRecord(Encoding.UTF8.GetString(line.Field()), new IPAddress(bytes), (int)prefix));
        }
    }

    private static AddressRecord Place(uint address, List<Route> routes)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        var ip = new IPAddress(bytes);
        if (IPAddress.IsLoopback(ip))
        {
            return new AddressRecord("lo", ip, 8);
        }

        Route? best = null;
        foreach (var route in routes)
        {
            if (route.Mask != 0 && (address & route.Mask) == route.Destination && (best is null || route.Mask > best.Value.Mask))
            {
                best = route;
            }
        }

        return new AddressRecord(best?.Device ?? "", ip, best is { } found ? BitOperations.PopCount(found.Mask) : 32);
    }

    /// <summary>A network that is reached without a gateway.</summary>
    internal readonly record struct Route(string Device, uint Destination, uint Mask);
}
