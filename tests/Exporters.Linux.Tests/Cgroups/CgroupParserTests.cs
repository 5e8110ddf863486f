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

    [Test]
    public void A_number_that_is_none_is_left_out_where_that_is_reported_and_the_rest_is_read()
    {
        var problems = new List<string>();
        void Report(ProcFormatException problem) => problems.Add(problem.Message);
        var io = new IoTable();
        io.AddIoStat("254:0 rbytes=x wbytes=1 rios=2 wios=3\n"u8, "io.stat", Report);
        io.AddBlkio("7:0 Read -1\n7:0 Write 5\n"u8, "blkio", bytes: true, Report);

        Assert.That(CpuStat.Parse("usage_usec 1000000\nuser_usec many\n"u8, "cpu.stat", Report), Is.EqualTo(new CpuStat { UsageSeconds = 1 }));
        Assert.That(CpuacctStat.Parse("user -1\nsystem 100\n"u8, "cpuacct.stat", Report), Is.EqualTo(new CpuacctStat(null, 1)));
        Assert.That(MemoryStat.Parse("anon x\nfile 2\n"u8, "memory.stat", unified: true, Report), Is.EqualTo(new MemoryStat { FileBytes = 2 }));
        Assert.That(MemoryStat.Parse("total_rss x\ntotal_cache 2\n"u8, "memory.stat", unified: false, Report), Is.EqualTo(new MemoryStat { FileBytes = 2 }));
        Assert.That(MemoryEvents.Parse("max x\noom_kill 3\n"u8, "memory.events", Report), Is.EqualTo(new MemoryEvents(null, null, 3)));
        Assert.That(PressureTotals.Parse("some total=x\nfull total=1000000\n"u8, "cpu.pressure", Report), Is.EqualTo(new PressureTotals(null, 1)));
        Assert.That(CpuMax.Parse("many 100000\n"u8, "cpu.max", Report), Is.Null);
        Assert.That(CgroupValue.Parse("many\n"u8, "memory.current", Report), Is.Null);
        Assert.That(io.Rows.ToArray().Select(row => (row.ReadBytes, row.WrittenBytes)), Is.EqualTo(new[] { ((ulong?)null, (ulong?)1), (null, 5) }));
        Assert.That(problems, Has.Count.EqualTo(10));
        Assert.That(problems[0], Is.EqualTo("io.stat:1: expected a number, got \"x\""));
    }

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
        Assert.That((row.ReadBytes, row.WrittenBytes, row.Reads, row.Writes, row.TotalBytes), Is.EqualTo(((ulong?)4096, (ulong?)8192, (ulong?)1, (ulong?)2, (ulong?)12288)));
    }

    [TestCase("9:name=systemd:/a\n4:memory:/b:c\n0::/d\n", "memory", "/b:c")]
    [TestCase("4:cpu,cpuacct:/b\n", "cpuacct", "/b")]
    [TestCase("0::/d\n", "", "/d")]
    [TestCase("0::/d\n", "memory", null)]
    public void The_path_of_a_process_is_that_of_its_controller(string text, string controller, string? path) =>
        Assert.That(ProcCgroup.Path(Encoding.ASCII.GetBytes(text), "cgroup", controller), Is.EqualTo(path));
}
