using System.Net;
using System.Net.Sockets;

namespace Exporters.Probes.Guard;

/// <summary>
/// Addresses that no target has by chance: link-local, the cloud's metadata services, unspecified, multicast. A name that leads
/// to one of them is most likely meant to.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly (IPNetwork Network, string What)[] Networks =
    [
        (IPNetwork.Parse("169.254.0.0/16"), "link-local, where clouds keep their metadata service"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("fd00:ec2::/32"), "the metadata service of a cloud"),
        (IPNetwork.Parse("fd20:ce::254/128"), "the metadata service of a cloud"),
        (IPNetwork.Parse("fd00:c1::a9fe:a9fe/128"), "the metadata service of a cloud"),
        (IPNetwork.Parse("100.100.100.200/32"), "the metadata service of a cloud"),
        (IPNetwork.Parse("168.63.129.16/32"), "the metadata service of a cloud"),
        (IPNetwork.Parse("192.0.0.192/32"), "the metadata service of a cloud"),
        (IPNetwork.Parse("0.0.0.0/8"), "unspecified, which is this machine"),
        (IPNetwork.Parse("::/128"), "unspecified, which is this machine"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("255.255.255.255/32"), "broadcast"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>What is special about an address; null when nothing is.</summary>
    public static string? Describe(IPAddress address)
    {
        foreach (var (network, what) in Networks)
        {
            if (network.Contains(address))
            {
                return what;
            }
        }

        return null;
    }

    /// <summary>Whether a rule names special addresses on purpose: it lies within one of their networks.</summary>
    public static bool IsMeantBy(IPNetwork rule)
    {
        foreach (var (network, _) in Networks)
        {
            if (rule.PrefixLength >= network.PrefixLength && network.Contains(rule.BaseAddress))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The IPv4 address inside a mapped or NAT64 one; otherwise the address itself.</summary>
    public static IPAddress Unwrap(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && Nat64.Contains(address)
            ? new IPAddress(address.GetAddressBytes().AsSpan(12))
            : address;
    }
}
