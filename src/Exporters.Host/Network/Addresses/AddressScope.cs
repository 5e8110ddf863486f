using System.Net;
using System.Net.Sockets;

namespace Exporters.Host.Network.Addresses;

/// <summary>From where an address can be reached.</summary>
internal static class AddressScope
{
    /// <summary><c>ipv4</c> or <c>ipv6</c>.</summary>
    public static string Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? "ipv6" : "ipv4";

    /// <summary>
    /// Whether it is of a private network: RFC 1918 (10/8, 172.16/12, 192.168/16), RFC 6598 (100.64/10, behind a provider's NAT),
    /// RFC 4193 (fc00::/7).
    /// </summary>
    public static bool IsPrivate(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 16
            ? (bytes[0] & 0xfe) == 0xfc
            : bytes[0] switch
            {
                10 => true,
                100 => (bytes[1] & 0xc0) == 64,
                172 => (bytes[1] & 0xf0) == 16,
                192 => bytes[1] == 168,
                _ => false,
            };
    }

    /// <summary>Whether the whole internet could reach it: neither private nor of the ranges set aside for other uses.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (IsPrivate(address) || IPAddress.IsLoopback(address) || IsLinkLocal(address) || IsMulticast(address))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 16 ? (bytes[0] & 0xe0) == 0x20 : bytes[0] is not 0 and < 240;
    }

    /// <summary>The words that Go's net package leads to, which the peer's <c>node_network_address_info</c> bears.</summary>
    public static string Go(IPAddress address)
    {
        if (IPAddress.IsLoopback(address) || IsLinkLocal(address))
        {
            return "link-local";
        }

        return IsMulticast(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast)
            ? ""
            : "global";
    }

    private static bool IsLinkLocal(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 16 ? address.IsIPv6LinkLocal : bytes[0] == 169 && bytes[1] == 254;
    }

    private static bool IsMulticast(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 16 ? address.IsIPv6Multicast : (bytes[0] & 0xf0) == 224;
    }
}
