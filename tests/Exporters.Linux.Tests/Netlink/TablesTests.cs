using System.Net;
using Exporters.Linux.Netlink;

namespace Exporters.Linux.Tests.Netlink;

/// <summary>Neighbours, addresses and TCP sockets from recorded answers and from this machine.</summary>
public sealed class TablesTests
{
    [Test]
    public void Neighbours_are_counted_by_interface_without_those_that_need_no_arp()
    {
        var neighbours = new NeighbourTable();
        Assert.That(Recorded.Feed("neighbours", neighbours), Is.EqualTo(NetlinkProgress.Done));
        var counts = Enumerable.Range(0, neighbours.Count).Select(i => neighbours[i]).OrderBy(entry => entry.Index);
        Assert.That(counts, Is.EqualTo(new[] { (3, 2), (4, 1) }));
    }

    [Test]
    public void Tcp_sockets_are_counted_by_state_with_their_queues()
    {
        var sockets = new TcpSockets();
        Assert.That(Recorded.Feed("tcp", sockets), Is.EqualTo(NetlinkProgress.Done));
        Assert.That(sockets[TcpState.Listen], Is.EqualTo(1));
        Assert.That(sockets[TcpState.Established], Is.EqualTo(2));
        Assert.That(sockets[TcpState.TimeWait], Is.Zero);
        Assert.That(sockets.ReceiveQueued, Is.EqualTo(1000));
        Assert.That(sockets.SendQueued, Is.EqualTo(16), "the listening socket's backlog, which the kernel tells in the same place");
    }

    [Test]
    public void A_dump_begun_anew_does_not_count_sockets_twice()
    {
        var sockets = new TcpSockets();
        sockets.Add((int)TcpState.Close, 1, 2);
        Assert.That(sockets.TryAdd(2), Is.EqualTo(Errno.None));
        ((INetlinkVisitor)sockets).Restart();
        Assert.That(sockets[TcpState.Close], Is.EqualTo(1));
        Assert.That(sockets[TcpState.Listen], Is.Zero);
        Assert.That(sockets.ReceiveQueued, Is.EqualTo(1));
    }

    [Test]
    public void A_state_that_is_not_known_counts_as_unknown()
    {
        var sockets = new TcpSockets();
        sockets.Add(12, 0, 0);
        sockets.Add(-1, 0, 0);
        Assert.That(sockets[TcpState.Unknown], Is.EqualTo(2));
    }

    [Test]
    public void A_listening_socket_of_this_process_is_seen()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sockets = new TcpSockets();
        Assert.That(sockets.TryAdd(2), Is.EqualTo(Errno.None));
        Assert.That(sockets[TcpState.Listen], Is.GreaterThan(0));
    }

    [Test]
    public void Addresses_are_our_own_ones_on_point_to_point_links_too()
    {
        var addresses = new AddressTable();
        Assert.That(Recorded.Feed("addresses", addresses), Is.EqualTo(NetlinkProgress.Done));
        Assert.That(addresses.Count, Is.EqualTo(8));
    }

    [Test]
    public void On_this_machine_the_loopback_interface_has_its_address()
    {
        var addresses = new AddressTable();
        Assert.That(addresses.TryRead(), Is.EqualTo(Errno.None));
        Assert.That(Enumerable.Range(0, addresses.Count).Select(i => addresses[i]), Does.Contain(new AddressRecord("lo", IPAddress.Loopback, 8)));
    }

    [Test]
    public void Addresses_that_stay_keep_their_records_and_allocate_nothing()
    {
        var addresses = new AddressTable();
        addresses.TryRead();
        addresses.TryRead();
        var first = addresses[0];
        var before = GC.GetAllocatedBytesForCurrentThread();
        addresses.TryRead();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(addresses[0], Is.SameAs(first));
    }

    [Test]
    public void A_name_is_found_by_its_number_and_none_by_a_number_that_nobody_has()
    {
        Span<byte> name = stackalloc byte[LinkName.MaxLength];
        Assert.That(LinkName.Of(1, name), Is.EqualTo(2));
        Assert.That(name[..2].ToArray(), Is.EqualTo("lo"u8.ToArray()));
        Assert.That(LinkName.Of(int.MaxValue, name), Is.Zero);
        Assert.That(() => LinkName.Of(1, new byte[3]), Throws.ArgumentException);
    }
}
