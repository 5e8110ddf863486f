using System.Text;
using Exporters.Linux.Netlink;

namespace Exporters.Linux.Tests.Netlink;

public sealed class LinkTableTests
{
    [Test]
    public void Interfaces_come_with_names_numbers_and_addresses()
    {
        var links = Links();
        Assert.That(Enumerable.Range(0, links.Count).Select(i => Encoding.UTF8.GetString(links[i].Name)), Is.EqualTo(new[] { "lo", "veth-b", "veth-a", "br0" }));
        var veth = Find(links, "veth-b");
        Assert.That(veth.Index, Is.EqualTo(2));
        Assert.That(veth.Link, Is.EqualTo(3), "the other end of the pair");
        Assert.That(veth.Mtu, Is.EqualTo(1500));
        Assert.That(veth.HardwareType, Is.EqualTo(1));
        Assert.That(veth.Address.ToArray(), Is.EqualTo(new byte[] { 2, 0, 0, 0, 0, 0xb }));
        Assert.That(veth.Broadcast.ToArray(), Is.EqualTo(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }));
        Assert.That(Encoding.UTF8.GetString(veth.Alias), Is.EqualTo("uplink of \"a\""));
        Assert.That(veth.Carrier, Is.True);
        Assert.That(veth.OperationalState, Is.EqualTo(6));
        Assert.That(veth.Flags & LinkRecord.Up, Is.Not.Zero);
        Assert.That(veth.DeviceFlags, Is.EqualTo(0x1303), "up, broadcast, multicast; promiscuous and all multicast for the bridge's sake");
    }

    [Test]
    public void Counters_are_the_ones_that_ip_prints()
    {
        var veth = Find(Links(), "veth-b");
        Assert.That(veth.HasCounters);
        Assert.That(veth.CountsNoHandler);
        Assert.That(veth[LinkCounter.RxBytes], Is.EqualTo(866));
        Assert.That(veth[LinkCounter.RxPackets], Is.EqualTo(9));
        Assert.That(veth[LinkCounter.TxBytes], Is.EqualTo(1220));
        Assert.That(veth[LinkCounter.TxPackets], Is.EqualTo(14));
        Assert.That(Find(Links(), "br0")[LinkCounter.Multicast], Is.EqualTo(9));
    }

    [Test]
    public void An_interface_that_is_its_own_link_says_its_own_number() => Assert.That(Find(Links(), "lo").Link, Is.EqualTo(1));

    [Test]
    public void Other_names_are_told_apart_by_zero_bytes() =>
        Assert.That(Encoding.UTF8.GetString(Find(Links(), "veth-a").AlternativeNames), Is.EqualTo("veth-the-first\0second\0"));

    [Test]
    public void What_one_interface_has_does_not_stay_for_the_next_dump_that_puts_another_in_its_place()
    {
        var links = Links();
        var withoutFirst = Recorded.Bytes("links")[Length(Recorded.Bytes("links"))..];
        Recorded.Feed(withoutFirst, links);
        Assert.That(Encoding.UTF8.GetString(links[0].Name), Is.EqualTo("veth-b"));
        Assert.That(Encoding.UTF8.GetString(links[1].Name), Is.EqualTo("veth-a"));
        Assert.That(links[1].Alias.Length, Is.Zero, "veth-b's alias");
        Assert.That(links.Count, Is.EqualTo(3));
    }

    [Test]
    public void Reading_a_second_time_allocates_nothing()
    {
        var links = Links();
        var bytes = Recorded.Bytes("links");
        Recorded.Feed(bytes, links);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Recorded.Feed(bytes, links);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void A_message_too_short_for_an_interface_is_passed_over()
    {
        var links = new LinkTable();
        ((INetlinkVisitor)links).Restart();
        ((INetlinkVisitor)links).Message(16, new byte[7]);
        ((INetlinkVisitor)links).Message(16, new byte[16]);
        ((INetlinkVisitor)links).Message(99, new byte[64]);
        Assert.That(links.Count, Is.Zero);
    }

    [Test]
    public void Counters_of_kernels_that_have_fewer_are_zero_beyond_them()
    {
        var links = new LinkTable();
        byte[] body = [.. new byte[16], .. Attribute(3, "eth0\0"u8.ToArray()), .. Attribute(23, [.. BitConverter.GetBytes(5UL), .. BitConverter.GetBytes(6UL)])];
        ((INetlinkVisitor)links).Message(16, body);
        Assert.That(links[0][LinkCounter.RxPackets], Is.EqualTo(5));
        Assert.That(links[0][LinkCounter.TxPackets], Is.EqualTo(6));
        Assert.That(links[0][LinkCounter.RxBytes], Is.Zero);
        Assert.That(links[0].CountsNoHandler, Is.False);
    }

    [Test]
    public void Counters_of_32_bits_serve_where_there_are_no_others()
    {
        var links = new LinkTable();
        byte[] body = [.. new byte[16], .. Attribute(3, "eth0\0"u8.ToArray()), .. Attribute(7, [.. BitConverter.GetBytes(5u), .. BitConverter.GetBytes(uint.MaxValue)])];
        ((INetlinkVisitor)links).Message(16, body);
        Assert.That(links[0][LinkCounter.TxPackets], Is.EqualTo(uint.MaxValue));
    }

    [Test]
    public void An_interface_named_in_bytes_that_are_no_text_keeps_them()
    {
        var links = new LinkTable();
        ((INetlinkVisitor)links).Message(16, (byte[])[.. new byte[16], .. Attribute(3, [0xff, 0xfe, (byte)'x', 0])]);
        Assert.That(links[0].Name.ToArray(), Is.EqualTo(new byte[] { 0xff, 0xfe, (byte)'x' }));
    }

    [Test]
    public void On_this_machine_it_agrees_with_proc_net_dev()
    {
        var links = new LinkTable();
        Assert.That(links.TryRead(), Is.EqualTo(Errno.None));
        var names = File.ReadLines("/proc/net/dev").Skip(2).Select(line => line.Split(':')[0].Trim());
        Assert.That(Enumerable.Range(0, links.Count).Select(i => Encoding.UTF8.GetString(links[i].Name)), Is.SupersetOf(names.Where(name => name == "lo")));
        Assert.That(Find(links, "lo").HasCounters);
    }

    private static LinkTable Links()
    {
        var links = new LinkTable();
        Assert.That(Recorded.Feed("links", links), Is.EqualTo(NetlinkProgress.Done));
        return links;
    }

    private static LinkRecord Find(LinkTable links, string name) =>
        Enumerable.Range(0, links.Count).Select(i => links[i]).Single(link => Encoding.UTF8.GetString(link.Name) == name);

    private static int Length(byte[] bytes) => (BitConverter.ToInt32(bytes) + 3) & ~3;

    private static byte[] Attribute(ushort type, byte[] value)
    {
        byte[] attribute = [.. BitConverter.GetBytes((ushort)(value.Length + 4)), .. BitConverter.GetBytes(type), .. value];
        Array.Resize(ref attribute, (attribute.Length + 3) & ~3);
        return attribute;
    }
}
