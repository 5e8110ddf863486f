using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests.Network.Protocols;

public sealed class ConntrackCollectorTests
{
    private const string Heading =
        "entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart\n";

    [Test]
    public void Counters_are_hexadecimal_and_summed_over_the_CPUs()
    {
        using var tree = Tree().Add("proc/net/stat/nf_conntrack", Heading + "21 0 a 0 1 0 0 0 0 2 3 4 0 0 0 0 5\n21 0 10 0 1 0 0 0 0 0 0 0 0 0 0 0 ff\n");
        Assert.That(Page.Samples(Make.Collector("conntrack", tree.Paths)), Is.EqualTo(new[]
        {
            "node_nf_conntrack_entries 123", "node_nf_conntrack_entries_limit 65536", "node_nf_conntrack_stat_drop 3", "node_nf_conntrack_stat_early_drop 4",
            "node_nf_conntrack_stat_found 26", "node_nf_conntrack_stat_ignore 0", "node_nf_conntrack_stat_insert 0", "node_nf_conntrack_stat_insert_failed 2",
            "node_nf_conntrack_stat_invalid 2", "node_nf_conntrack_stat_search_restart 260",
        }));
    }

    [Test]
    public void Entries_are_those_of_the_hosts_namespace_where_this_process_has_another()
    {
        using var tree = Tree().Add("proc/1/net/dev", "").Add("proc/1/net/stat/nf_conntrack", Heading + "21 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
        Assert.That(Page.Samples(Make.Collector("conntrack", tree.Paths)), Does.Contain("node_nf_conntrack_entries 33"));
    }

    [Test]
    public void A_field_that_the_kernel_does_not_have_is_left_out_and_one_that_it_adds_passed_over()
    {
        using var tree = Tree().Add("proc/net/stat/nf_conntrack", "entries found brand_new drop\n1 2 3 4\n");
        Assert.That(Page.Samples(Make.Collector("conntrack", tree.Paths)), Is.EqualTo(new[]
        {
            "node_nf_conntrack_entries 123", "node_nf_conntrack_entries_limit 65536", "node_nf_conntrack_stat_drop 4", "node_nf_conntrack_stat_found 2",
        }));
    }

    [Test]
    public void Without_the_statistics_the_two_numbers_remain()
    {
        using var tree = Tree();
        Assert.That(Page.Samples(Make.Collector("conntrack", tree.Paths)), Has.Length.EqualTo(2));
    }

    [TestCase("entries found\n1\n")]
    [TestCase("entries found\n1 zz\n")]
    [TestCase("entries found\n1 11111111111111111\n")]
    public void A_counter_that_is_missing_or_none_is_left_out_with_its_place(string text)
    {
        using var tree = Tree().Add("proc/net/stat/nf_conntrack", text);
        Assert.That(Page.Unreadable(Make.Collector("conntrack", tree.Paths)), Has.One.Contains("nf_conntrack:2: expected"));
    }

    [TestCase("proc/sys/net/netfilter/nf_conntrack_count")]
    [TestCase("proc/sys/net/netfilter/nf_conntrack_max")]
    public void Without_the_module_it_is_absent(string file)
    {
        using var tree = Tree().Remove(file);
        Assert.That(() => Page.Of(Make.Collector("conntrack", tree.Paths)), Throws.TypeOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Absent));
    }

    [Test]
    public void A_scrape_allocates_nothing()
    {
        using var machine = FixtureTree.Machine("debian-12-microvm");
        Allocations.AreNone(Make.Collector("conntrack", machine.Paths));
    }

    private static FixtureTree Tree() =>
        FixtureTree.With("proc/sys/net/netfilter/nf_conntrack_count", "123\n").Add("proc/sys/net/netfilter/nf_conntrack_max", "65536\n");
}
