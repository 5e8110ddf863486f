using Exporters.Testing;

namespace Exporters.Host.Tests.Memory;

/// <summary>The tables of <c>/proc</c> that tell of memory beside meminfo and vmstat.</summary>
public sealed class MemoryTablesTests
{
    [TestCase("buddyinfo", "proc/buddyinfo", "Node 1, zone    DMA32    759    572\n",
        """node_buddyinfo_blocks{node="1",zone="DMA32",size="0"} 759""", """node_buddyinfo_blocks{node="1",zone="DMA32",size="1"} 572""")]
    [TestCase("swap", "proc/swaps", "Filename				Type		Size		Used		Priority\n/dev/zram0                              partition	8388604		76		-2\n",
        """node_swap_priority{device="/dev/zram0",swap_type="partition"} -2""", """node_swap_size_bytes{device="/dev/zram0",swap_type="partition"} 8589930496""",
        """node_swap_used_bytes{device="/dev/zram0",swap_type="partition"} 77824""")]
    [TestCase("slabinfo", "proc/slabinfo", "slabinfo - version: 2.1\n# name <active_objs>\nkmalloc-8k 132 148 8192 4 8 : tunables 0 0 0\n",
        """node_slabinfo_active_objects{slab="kmalloc-8k"} 132""", """node_slabinfo_object_size_bytes{slab="kmalloc-8k"} 8192""", """node_slabinfo_objects{slab="kmalloc-8k"} 148""",
        """node_slabinfo_objects_per_slab{slab="kmalloc-8k"} 4""", """node_slabinfo_pages_per_slab{slab="kmalloc-8k"} 8""")]
    [TestCase("zoneinfo", "proc/zoneinfo", "Node 0, zone      DMA\n  per-node stats\n      nr_dirtied   7\n  pages free     2949\n        min      8\n        protection: (0, 2039)\n      nr_free_pages 2949\n  pagesets\n    cpu: 0\n              high:  0\n",
        """node_zoneinfo_min_pages{node="0",zone="DMA"} 8""", """node_zoneinfo_nr_dirtied_total{node="0",zone="DMA"} 7""", """node_zoneinfo_nr_free_pages{node="0",zone="DMA"} 2949""",
        """node_zoneinfo_protection_0{node="0",zone="DMA"} 0""", """node_zoneinfo_protection_1{node="0",zone="DMA"} 2039""")]
    [TestCase("cgroups", "proc/cgroups", "#subsys_name	hierarchy	num_cgroups	enabled\ncpuset	5	47	1\n", """node_cgroups_cgroups{subsys_name="cpuset"} 47""", """node_cgroups_enabled{subsys_name="cpuset"} 1""")]
    [TestCase("meminfo_numa", "sys/devices/system/node/node1/meminfo", "Node 1 MemTotal:       8 kB\nNode 1 Active(anon):   4 kB\nNode 1 HugePages_Total:     3\n",
        """node_memory_numa_Active_anon{node="1"} 4096""", """node_memory_numa_HugePages_Total{node="1"} 3""", """node_memory_numa_MemTotal{node="1"} 8192""", """node_memory_numa_numa_hit_total{node="1"} 5""")]
    [TestCase("ksmd", "sys/kernel/mm/ksm/general_profit", "-64\n", "node_ksmd_general_profit_bytes -64", "node_ksmd_sleep_seconds 0.02")]
    public void Rows_become_samples(string collector, string file, string text, params string[] samples)
    {
        using var machine = FixtureTree.With(file, text).Add("sys/devices/system/node/node1/numastat", "numa_hit 5\n").Add("sys/kernel/mm/ksm/sleep_millisecs", "20\n");
        Assert.That(Page.Samples(Make.Collector(collector, machine.Paths)), Is.EqualTo(samples));
        Allocations.AreNone(Make.Collector(collector, machine.Paths));
    }

    [TestCase("buddyinfo", "proc/buddyinfo", "Node 0, zone DMA 1 x\n", "buddyinfo:1: expected a number, got \"x\"")]
    [TestCase("swap", "proc/swaps", "h\n/swap file 1 x 2\n", "swaps:2: expected a number, got \"x\"")]
    [TestCase("slabinfo", "proc/slabinfo", "a 1 x 3 4 5\n", "slabinfo:1: expected a number, got \"x\"")]
    [TestCase("zoneinfo", "proc/zoneinfo", "Node 0, zone DMA\n  min x\n", "zoneinfo:2: expected a number, got \"x\"")]
    [TestCase("cgroups", "proc/cgroups", "cpu 1 x 1\n", "cgroups:1: expected a number, got \"x\"")]
    [TestCase("meminfo_numa", "sys/devices/system/node/node0/meminfo", "Node 0 MemTotal: 8 MB\n", "meminfo:1: expected the unit kB, got \"MB\"")]
    [TestCase("xfrm", "proc/net/xfrm_stat", "XfrmInError x\n", "xfrm_stat:1: expected a number, got \"x\"")]
    [TestCase("lnstat", "proc/net/stat/arp_cache", "entries hits\n0000001 xyz\n", "arp_cache:2: expected a hexadecimal number, got \"xyz\"")]
    public void A_field_that_is_no_number_is_reported(string collector, string file, string text, string problem)
    {
        using var machine = FixtureTree.With(file, text).Add("sys/devices/system/node/node0/numastat", "");
        Assert.That(Page.Unreadable(Make.Collector(collector, machine.Paths)), Has.One.Contains(problem));
    }

    [Test]
    public void Slabs_are_shown_by_include_and_exclude_together()
    {
        using var machine = FixtureTree.With("proc/slabinfo", "kmalloc-8k 1 1 1 1 1\nkmalloc-4k 1 1 1 1 1\ndentry 1 1 1 1 1\n");
        var collector = Make.Collector("slabinfo", machine.Paths, "collector.slabinfo.slabs-include=^kmalloc", "collector.slabinfo.slabs-exclude=4k$");
        Assert.That(Page.Samples(collector, "node_slabinfo_objects"), Is.EqualTo(new[] { """node_slabinfo_objects{slab="kmalloc-8k"} 1""" }));
    }

    [Test]
    public void Lnstat_has_a_series_for_each_cpu()
    {
        using var machine = FixtureTree.With("proc/net/stat/arp_cache", "entries  allocs\n00000014  0000000a\n00000014  0000000b\n");
        Assert.That(Page.Samples(Make.Collector("lnstat", machine.Paths)), Is.EqualTo(new[]
        {
            """node_lnstat_allocs_total{subsystem="arp_cache",cpu="0"} 10""", """node_lnstat_allocs_total{subsystem="arp_cache",cpu="1"} 11""",
            """node_lnstat_entries_total{subsystem="arp_cache",cpu="0"} 20""", """node_lnstat_entries_total{subsystem="arp_cache",cpu="1"} 20""",
        }));
    }

    [TestCase("buddyinfo")]
    [TestCase("slabinfo")]
    [TestCase("swap")]
    [TestCase("cgroups")]
    [TestCase("zoneinfo")]
    [TestCase("xfrm")]
    public void An_absent_file_is_named(string collector)
    {
        using var machine = FixtureTree.Empty();
        Assert.That(() => Page.Of(Make.Collector(collector, machine.Paths)), Throws.TypeOf<Exporters.Metrics.CollectorUnavailableException>().With.Message.Contains("no such file"));
    }
}
