using Exporters.Testing;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Units;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UnitUsageTests : IDisposable
{
    private const string Group = "system.slice/web.service";

    private readonly FakeHost _host = new();
    private readonly FakeUnit _web;

    public UnitUsageTests()
    {
        _web = _host.Bus.Add(FakeUnit.Service("web.service").With("MainPID", "u", 4711U).With("LimitNOFILESoft", "t", 1024UL));
        Write("proc/4711/cgroup", "0::/system.slice/web.service\n");
        Write("proc/4711/fd/0", "");
        Write("proc/4711/fd/1", "");
    }

    public void Dispose() => _host.Dispose();

    [Test]
    public async Task The_v2_group_of_a_unit_tells_what_it_uses(CancellationToken cancellation)
    {
        UnifiedTree();
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_cpu_seconds_total"), Is.EqualTo(new[]
        {
            """systemd_unit_cpu_seconds_total{name="web.service",type="service",mode="user"} 2.5""",
            """systemd_unit_cpu_seconds_total{name="web.service",type="service",mode="system"} 0.5""",
        }));
        Expect("systemd_unit_cpu_throttled_seconds_total", "", 1.25);
        Expect("systemd_unit_cpu_periods_total", "", 10);
        Expect("systemd_unit_memory_current_bytes", "", 9_000_000);
        Expect("systemd_unit_memory_peak_bytes", "", 9_500_000);
        Expect("systemd_unit_memory_anon_bytes", "", 4_000_000);
        Expect("systemd_unit_memory_file_bytes", "", 5_000_000);
        Expect("systemd_unit_oom_kills_total", "", 2);
        Expect("systemd_unit_io_read_bytes_total", "", 300);
        Expect("systemd_unit_io_written_bytes_total", "", 30);
        Expect("systemd_unit_pressure_waiting_seconds_total", ",resource=\"memory\"", 1.5);
        Expect("systemd_unit_pressure_stalled_seconds_total", ",resource=\"memory\"", 0.5);
        Assert.That(_host.Samples("systemd_unit_tasks_current"), Is.EqualTo(new[] { """systemd_unit_tasks_current{name="web.service"} 7""" }));
    }

    [Test]
    public async Task The_v1_groups_of_a_unit_tell_the_same(CancellationToken cancellation)
    {
        Write($"sys/fs/cgroup/cpu,cpuacct/{Group}/cpuacct.stat", "user 250\nsystem 50\n");
        Write($"sys/fs/cgroup/cpu,cpuacct/{Group}/cpu.stat", "nr_periods 10\nnr_throttled 5\nthrottled_time 1250000000\n");
        Write($"sys/fs/cgroup/memory/{Group}/memory.usage_in_bytes", "9000000\n");
        Write($"sys/fs/cgroup/memory/{Group}/memory.max_usage_in_bytes", "9500000\n");
        Write($"sys/fs/cgroup/memory/{Group}/memory.stat", "total_cache 5000000\ntotal_rss 4000000\n");
        Write($"sys/fs/cgroup/memory/{Group}/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        Write($"sys/fs/cgroup/blkio/{Group}/blkio.throttle.io_service_bytes_recursive", "8:0 Read 300\n8:0 Write 30\nTotal 330\n");
        Write($"sys/fs/cgroup/pids/{Group}/pids.current", "7\n");
        await _host.RoundAsync(cancellation);
        Expect("systemd_unit_cpu_seconds_total", ",mode=\"system\"", 0.5);
        Expect("systemd_unit_cpu_throttled_seconds_total", "", 1.25);
        Expect("systemd_unit_memory_current_bytes", "", 9_000_000);
        Expect("systemd_unit_memory_anon_bytes", "", 4_000_000);
        Expect("systemd_unit_oom_kills_total", "", 2);
        Expect("systemd_unit_io_read_bytes_total", "", 300);
        Assert.That(_host.Samples("systemd_unit_tasks_current"), Is.EqualTo(new[] { """systemd_unit_tasks_current{name="web.service"} 7""" }));
        Assert.That(_host.Samples("systemd_unit_pressure_waiting_seconds_total"), Is.Empty);
    }

    [Test]
    public async Task Where_cpuacct_is_mounted_apart_the_v2_tree_beside_it_tells_the_time(CancellationToken cancellation)
    {
        Write($"sys/fs/cgroup/cpu/{Group}/cpu.stat", "nr_periods 0\nnr_throttled 0\nthrottled_time 0\n");
        Write("sys/fs/cgroup/cpuacct/cpuacct.stat", "user 1\nsystem 1\n");
        Write($"sys/fs/cgroup/unified/{Group}/cpu.stat", "usage_usec 3000000\nuser_usec 2500000\nsystem_usec 500000\n");
        await _host.RoundAsync(cancellation);
        Expect("systemd_unit_cpu_seconds_total", ",mode=\"user\"", 2.5);
        Assert.That(_host.Samples("systemd_unit_cpu_periods_total"), Is.Empty);
    }

    [Test]
    public async Task The_main_process_is_told_with_its_files_and_the_limit_that_it_has_raised(CancellationToken cancellation)
    {
        UnifiedTree();
        Write("proc/4711/limits", "Limit                     Soft Limit           Hard Limit           Units     \n"
            + "Max processes             15667                15667                processes \n"
            + "Max open files            524287               524288               files     \n");
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_service_main_pid"), Is.EqualTo(new[] { """systemd_service_main_pid{name="web.service"} 4711""" }));
        Assert.That(_host.Samples("systemd_service_main_process_open_fds"), Is.EqualTo(new[] { """systemd_service_main_process_open_fds{name="web.service"} 2""" }));
        Assert.That(_host.Samples("systemd_service_main_process_max_fds"), Is.EqualTo(new[] { """systemd_service_main_process_max_fds{name="web.service"} 524287""" }));
    }

    [Test]
    public async Task What_a_controller_does_not_count_is_absent(CancellationToken cancellation)
    {
        Write("sys/fs/cgroup/cgroup.controllers", "\n");
        Write($"sys/fs/cgroup/{Group}/cpu.stat", "usage_usec 3000000\nuser_usec 2500000\nsystem_usec 500000\n");
        await _host.RoundAsync(cancellation);
        var page = Page.Of(_host.Units());
        Assert.That(page, Does.Contain("systemd_unit_cpu_seconds_total"));
        Assert.That(page, Does.Not.Contain("systemd_unit_memory").And.Not.Contain("throttled").And.Not.Contain("oom_kills").And.Not.Contain("_io_"));
    }

    [Test]
    public async Task Groups_of_another_machines_manager_are_left_alone(CancellationToken cancellation)
    {
        UnifiedTree();
        Write("proc/4711/cgroup", "0::/user.slice/other.scope\n");
        Write("proc/4711/limits", "Max open files            1024                 524288               files     \n");
        _web.With("MemoryCurrent", "t", 123UL).With("TasksCurrent", "t", 3UL);
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_cpu_seconds_total"), Is.Empty);
        Assert.That(_host.Samples("systemd_service_main_process_open_fds"), Is.Empty);
        Assert.That(_host.Samples("systemd_service_main_process_max_fds"), Is.Empty);
        Expect("systemd_unit_memory_current_bytes", "", 123);
        Assert.That(_host.Samples("systemd_unit_tasks_current"), Is.EqualTo(new[] { """systemd_unit_tasks_current{name="web.service"} 3""" }));
    }

    [Test]
    public async Task Numbers_of_the_kernel_are_those_of_the_scrape_and_not_of_the_round(CancellationToken cancellation)
    {
        UnifiedTree();
        await _host.RoundAsync(cancellation);
        Write($"sys/fs/cgroup/{Group}/memory.current", "10\n");
        Expect("systemd_unit_memory_current_bytes", "", 10);
    }

    [Test]
    public async Task A_stopped_unit_uses_nothing(CancellationToken cancellation)
    {
        UnifiedTree();
        await _host.RoundAsync(cancellation);
        _web.ActiveState = "inactive";
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_memory_current_bytes"), Is.Empty);
    }

    private void UnifiedTree()
    {
        Write("sys/fs/cgroup/cgroup.controllers", "cpu memory io pids\n");
        Write($"sys/fs/cgroup/{Group}/cpu.stat", "usage_usec 3000000\nuser_usec 2500000\nsystem_usec 500000\nnr_periods 10\nnr_throttled 5\nthrottled_usec 1250000\n");
        Write($"sys/fs/cgroup/{Group}/memory.current", "9000000\n");
        Write($"sys/fs/cgroup/{Group}/memory.peak", "9500000\n");
        Write($"sys/fs/cgroup/{Group}/memory.stat", "anon 4000000\nfile 5000000\n");
        Write($"sys/fs/cgroup/{Group}/memory.events", "low 0\nhigh 0\nmax 0\noom 5\noom_kill 2\n");
        Write($"sys/fs/cgroup/{Group}/io.stat", "254:0 rbytes=100 wbytes=10 rios=1 wios=1 dbytes=0 dios=0\n254:16 rbytes=200 wbytes=20 rios=1 wios=1 dbytes=0 dios=0\n");
        Write($"sys/fs/cgroup/{Group}/pids.current", "7\n");
        Write(
            $"sys/fs/cgroup/{Group}/memory.pressure",
            "some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=500000\n");
    }

    private void Expect(string family, string label, double value) => Assert.That(
        _host.Samples(family),
        Does.Contain(FormattableString.Invariant($"{family}{{name=\"web.service\",type=\"service\"{label}}} {value}")));

    private void Write(string path, string text)
    {
        var file = Path.Combine(_host.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
