using Exporters.Linux;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Protocols;

public sealed class SockstatCollectorTests
{
    [Test]
    public void Pages_of_memory_are_shown_in_bytes_as_well()
    {
        using var tree = FixtureTree.With("proc/net/sockstat", "sockets: used 17\nTCP: inuse 4 orphan 1 tw 2 alloc 3 mem 5\nFRAG: inuse 0 memory 9\n");
        Assert.That(Page.Samples(Make.Collector("sockstat", tree.Paths)), Is.EqualTo(new[]
        {
            "node_sockstat_FRAG_inuse 0", "node_sockstat_FRAG_memory 9", "node_sockstat_TCP_alloc 3", "node_sockstat_TCP_inuse 4", "node_sockstat_TCP_mem 5",
            $"node_sockstat_TCP_mem_bytes {5 * Environment.SystemPageSize}", "node_sockstat_TCP_orphan 1", "node_sockstat_TCP_tw 2", "node_sockstat_sockets_used 17",
        }));
    }

    [Test]
    public void One_of_the_two_files_is_enough()
    {
        using var tree = FixtureTree.With("proc/net/sockstat6", "TCP6: inuse 2\n");
        Assert.That(Page.Samples(Make.Collector("sockstat", tree.Paths)), Is.EqualTo(new[] { "node_sockstat_TCP6_inuse 2" }));
    }

    [Test]
    public void Protocols_and_fields_of_later_kernels_are_shown_and_passed_over()
    {
        using var tree = FixtureTree.With("proc/net/sockstat", "MPTCP: inuse 2 subflows 9\n");
        Assert.That(Page.Samples(Make.Collector("sockstat", tree.Paths)), Is.EqualTo(new[] { "node_sockstat_MPTCP_inuse 2" }));
    }

    [TestCase("TCP: inuse\n")]
    [TestCase("TCP: inuse many\n")]
    [TestCase("TCP: inuse 99999999999999999999\n")]
    [TestCase("TCP inuse 4\n")]
    [TestCase("T-P: inuse 4\n")]
    [TestCase(": inuse 4\n")]
    public void What_is_not_a_name_and_a_number_is_left_out_with_its_place(string line)
    {
        using var tree = FixtureTree.With("proc/net/sockstat", "sockets: used 1\n" + line);
        Assert.That(Page.Unreadable(Make.Collector("sockstat", tree.Paths)), Has.One.Contains("net/sockstat:2: expected"));
    }

    [Test]
    public void A_scrape_allocates_nothing() => Allocations.AreNone(Make.Collector("sockstat", new HostPaths()));
}
