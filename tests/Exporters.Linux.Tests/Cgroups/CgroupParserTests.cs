using System.Text;
using Exporters.Linux.Cgroups;

namespace Exporters.Linux.Tests.Cgroups;

internal sealed class CgroupParserTests
{
    [Test]
    public void Cpu_stat_of_v1_is_in_nanoseconds_and_of_v2_in_microseconds()
    {
        var v1 = CpuStat.Parse("nr_periods 3428\nnr_throttled 3413\nthrottled_time 2500000000\nnr_bursts 0\nburst_time 1000000000\n"u8, "cpu.stat");
        Assert.That((v1.Periods, v1.ThrottledSeconds, v1.BurstSeconds, v1.UsageSeconds), Is.EqualTo(((ulong?)3428, (double?)2.5, (double?)1, (double?)null)));
        var v2 = CpuStat.Parse("usage_usec 1500000\nuser_usec 1000000\nsystem_usec 500000\nnr_throttled 2\nthrottled_usec 250000\nburst_usec 5\n"u8, "cpu.stat");
        Assert.That((v2.UsageSeconds, v2.UserSeconds, v2.SystemSeconds, v2.ThrottledSeconds), Is.EqualTo(((double?)1.5, (double?)1, (double?)0.5, (double?)0.25)));
    }

    [Test]
    public void A_number_that_is_none_names_file_line_and_text() => Assert.That(
        () => CpuStat.Parse("usage_usec 1\nuser_usec many\n"u8, "/sys/fs/cgroup/x/cpu.stat"),
        Throws.TypeOf<ProcFormatException>().With.Message.EqualTo("/sys/fs/cgroup/x/cpu.stat:2: expected a number, got \"many\""));

    [TestCase("max\n", CgroupValue.Unlimited)]
    [TestCase("-1\n", CgroupValue.Unlimited)]
    [TestCase("9223372036854771712\n", 9223372036854771712UL)]
    public void No_limit_has_two_spellings(string text, ulong value) => Assert.That(CgroupValue.Parse(Encoding.ASCII.GetBytes(text), "x"), Is.EqualTo(value));

    [TestCase("max 100000\n", null, 100_000UL)]
    [TestCase("20000 100000\n", 20_000UL, 100_000UL)]
    public void Cpu_max_has_a_quota_or_none(string text, ulong? quota, ulong period) =>
        Assert.That(CpuMax.Parse(Encoding.ASCII.GetBytes(text), "cpu.max"), Is.EqualTo(new CpuMax(quota, period)));

    [Test]
    public void Memory_stat_of_v1_counts_the_groups_below()
    {
        var stat = MemoryStat.Parse("rss 1\ntotal_rss 2\ntotal_inactive_file 3\npgfault 4\nnew_key x\n"u8, "memory.stat", unified: false);
        Assert.That((stat.AnonBytes, stat.InactiveFileBytes, stat.PageFaults, stat.FileBytes), Is.EqualTo(((ulong?)2, (ulong?)3, (ulong?)4, (ulong?)null)));
    }

    [Test]
    public void Tries_of_the_oom_killer_are_not_deaths() =>
        Assert.That(MemoryEvents.Parse("low 0\nhigh 1\nmax 2\noom 9\noom_kill 3\noom_group_kill 0\n"u8, "memory.events"), Is.EqualTo(new MemoryEvents(1, 2, 3)));

    [Test]
    public void Pressure_is_total_time() => Assert.That(
        PressureTotals.Parse("some avg10=57.14 avg60=38.62 avg300=11.76 total=1500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=500000\n"u8, "cpu.pressure"),
        Is.EqualTo(new PressureTotals(1.5, 0.5)));

    [Test]
    public void Io_of_v2_comes_a_line_a_device_and_may_be_empty()
    {
        var table = new IoTable();
        table.AddIoStat(""u8, "io.stat");
        Assert.That(table.Rows.Length, Is.Zero);
        table.AddIoStat("7:0 \n254:0 rbytes=114688 wbytes=4194304 rios=5 wios=6 dbytes=0 dios=0 cost.usage=1000000\n"u8, "io.stat");
        Assert.That(table.Rows.ToArray(), Is.EqualTo(new[]
        {
            new DeviceIo(254, 0) { ReadBytes = 114688, WrittenBytes = 4194304, Reads = 5, Writes = 6, CostUsageSeconds = 1 },
        }));
    }

    [Test]
    public void Io_of_v1_comes_in_two_tables_whose_totals_are_no_device()
    {
        var table = new IoTable();
        table.AddBlkio("254:0 Read 4096\n254:0 Write 8192\n254:0 Sync 1\n254:0 Async 2\n254:0 Discard 0\n254:0 Total 12288\nTotal 12288\n"u8, "b", bytes: true);
        table.AddBlkio("254:0 Read 1\n254:0 Write 2\n254:0 Total 3\nTotal 3\n"u8, "o", bytes: false);
        var row = table.Rows.ToArray().Single();
        Assert.That((row.ReadBytes, row.WrittenBytes, row.Reads, row.Writes, row.TotalBytes), Is.EqualTo((4096UL, 8192UL, 1UL, 2UL, (ulong?)12288)));
    }

    [TestCase("9:name=systemd:/a\n4:memory:/b:c\n0::/d\n", "memory", "/b:c")]
    [TestCase("4:cpu,cpuacct:/b\n", "cpuacct", "/b")]
    [TestCase("0::/d\n", "", "/d")]
    [TestCase("0::/d\n", "memory", null)]
    public void The_path_of_a_process_is_that_of_its_controller(string text, string controller, string? path) =>
        Assert.That(ProcCgroup.Path(Encoding.ASCII.GetBytes(text), "cgroup", controller), Is.EqualTo(path));
}
