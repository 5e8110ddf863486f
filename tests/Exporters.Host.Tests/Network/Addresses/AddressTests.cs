using System.Net;
using Exporters.Host.Network.Addresses;
using Exporters.Linux.Netlink;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Addresses;

public sealed class AddressTests
{
    [TestCase("10.0.0.1", true, false)]
    [TestCase("172.15.0.1", false, true)]
    [TestCase("172.31.255.255", true, false)]
    [TestCase("192.168.1.1", true, false)]
    [TestCase("192.169.1.1", false, true)]
    [TestCase("100.64.0.1", true, false)]
    [TestCase("100.128.0.1", false, true)]
    [TestCase("127.0.0.1", false, false)]
    [TestCase("169.254.1.1", false, false)]
    [TestCase("224.0.0.1", false, false)]
    [TestCase("255.255.255.255", false, false)]
    [TestCase("0.0.0.0", false, false)]
    [TestCase("8.8.8.8", false, true)]
    [TestCase("fd00::1", true, false)]
    [TestCase("fe80::1", false, false)]
    [TestCase("::1", false, false)]
    [TestCase("::", false, false)]
    [TestCase("ff02::1", false, false)]
    [TestCase("2001:db8::1", false, true)]
    public void Addresses_are_private_or_public_or_neither(string address, bool isPrivate, bool isPublic)
    {
        Assert.That(AddressScope.IsPrivate(IPAddress.Parse(address)), Is.EqualTo(isPrivate));
        Assert.That(AddressScope.IsPublic(IPAddress.Parse(address)), Is.EqualTo(isPublic));
    }

    [TestCase("127.0.0.1", "link-local")]
    [TestCase("169.254.1.1", "link-local")]
    [TestCase("fe80::1", "link-local")]
    [TestCase("10.0.0.1", "global")]
    [TestCase("fd00::1", "global")]
    [TestCase("224.0.1.1", "")]
    public void Scopes_of_the_peers_family_are_its_own_words(string address, string scope) =>
        Assert.That(AddressScope.Go(IPAddress.Parse(address)), Is.EqualTo(scope));

    [Test]
    public void Without_netlink_addresses_come_from_the_files_with_the_interface_that_routes_them()
    {
        using var tree = FixtureTree.With("proc/net/fib_trie", Trie)
            .Add("proc/net/route", "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
                + "eth0\t00000000\t0100000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\neth0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n")
            .Add("proc/net/if_inet6", "fd000000000000000000000000000002 04 40 00 80     eth0\n00000000000000000000000000000001 01 80 10 80       lo\n");
        Assert.That(Page.Samples(Make.Collector("hostaddress", tree.Paths)), Is.EqualTo(new[]
        {
            "exporters_host_address_info{device=\"eth0\",address=\"10.0.0.5\",family=\"ipv4\",scope=\"private\"} 1",
            "exporters_host_address_info{address=\"192.168.7.7\",family=\"ipv4\",scope=\"private\"} 1",
            "exporters_host_address_info{device=\"eth0\",address=\"fd00::2\",family=\"ipv6\",scope=\"private\"} 1",
        }));
    }

    [Test]
    public void A_line_that_is_no_IPv6_address_is_left_out_and_reported()
    {
        var addresses = new List<Linux.Netlink.AddressRecord>();
        var problems = new List<Linux.ProcFormatException>();
        AddressFiles.ReadInet6("fd00 01 40 00 80 eth0\nfd000000000000000000000000000002 04 40 00 80 eth0\n"u8, "if_inet6", addresses, problems.Add);

        Assert.That(addresses.Select(address => address.Address.ToString()), Is.EqualTo(["fd00::2"]));
        Assert.That(problems.Single().Message, Does.StartWith("if_inet6:1: expected an IPv6 address"));
    }

    [Test]
    public void Only_private_addresses_of_this_machine_are_shown_unless_a_url_is_given()
    {
        var samples = Page.Samples(Make.Collector("hostaddress", new Exporters.Linux.HostPaths()));
        Assert.That(samples, Has.All.Contains("scope=\"private\"").And.None.Contains("127.0.0.1"));
    }

    [Test]
    public void A_scrape_allocates_nothing() => Allocations.AreNone(Make.Collector("hostaddress", new Exporters.Linux.HostPaths()));

    private const string Trie =
        """
        Main:
          +-- 0.0.0.0/0 3 0 5
             |-- 10.0.0.0
                /24 link UNICAST
             |-- 10.0.0.5
                /32 host LOCAL
             |-- 10.0.0.255
                /32 link BROADCAST
             |-- 127.0.0.1
                /32 host LOCAL
             |-- 192.168.7.7
                /32 host LOCAL
        Local:
          +-- 0.0.0.0/0 3 0 5
             |-- 10.0.0.5
                /32 host LOCAL
        """;
}
