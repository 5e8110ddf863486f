using Exporters.Metrics;
using Exporters.Testing;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Units;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UnitsCollectorTests : IDisposable
{
    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Test]
    public async Task Type_is_the_suffix_and_devices_are_left_out(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service", "notify"));
        _host.Bus.Add(new FakeUnit("dev-sda.device"));
        _host.Bus.Add(new FakeUnit("home.mount").With("Type", "s", "ext4"));
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_state"), Has.Length.EqualTo(10).And.None.Contain("device"));
        Assert.That(_host.Samples("systemd_unit_state"), Does.Contain("""systemd_unit_state{name="web.service",type="service",state="active"} 1"""));
        Assert.That(_host.Samples("systemd_unit_info"), Is.EquivalentTo(new[]
        {
            """systemd_unit_info{name="web.service",type="service",mount_type="",service_type="notify"} 1""",
            """systemd_unit_info{name="home.mount",type="mount",mount_type="ext4",service_type=""} 1""",
        }));
    }

    [TestCase("bad-setting", "inactive", true)]
    [TestCase("error", "inactive", true)]
    [TestCase("not-found", "inactive", false)]
    [TestCase("not-found", "active", true)]
    [TestCase("masked", "inactive", false)]
    [TestCase("masked", "deactivating", true)]
    [TestCase("loaded", "active", false)]
    public async Task A_unit_that_the_states_leave_out_although_something_is_wrong_is_named(
        string loadState, string activeState, bool isNamed, CancellationToken cancellation)
    {
        _host.Bus.Add(new FakeUnit("web.service") { LoadState = loadState, ActiveState = activeState });
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_load_failed"), Is.EqualTo(isNamed
            ? [$$"""systemd_unit_load_failed{name="web.service",type="service",load_state="{{loadState}}"} 1"""]
            : Array.Empty<string>()));
    }

    [Test]
    public async Task Times_are_those_of_the_last_change(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service"));
        _host.Bus.Add(FakeUnit.Service("off.service")).ActiveState = "failed";
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_active_enter_time_seconds"), Does.Contain("""systemd_unit_active_enter_time_seconds{name="off.service",type="service"} 1700000000.5"""));
        Assert.That(_host.Samples("systemd_unit_active_exit_time_seconds"), Does.Contain("""systemd_unit_active_exit_time_seconds{name="web.service",type="service"} 0"""));
        Assert.That(_host.Samples("systemd_unit_start_time_seconds"), Is.EquivalentTo(new[]
        {
            """systemd_unit_start_time_seconds{name="web.service",type="service"} 1700000000.5""",
            """systemd_unit_start_time_seconds{name="off.service",type="service"} 0""",
        }));
    }

    [Test]
    public async Task The_result_and_the_exit_status_of_the_last_run_are_told(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("killed.service").With("Result", "s", "oom-kill").With("ExecMainCode", "i", 2).With("ExecMainStatus", "i", 9));
        _host.Bus.Add(FakeUnit.Service("left.service").With("Result", "s", "exit-code").With("ExecMainCode", "i", 1).With("ExecMainStatus", "i", 3));
        _host.Bus.Add(FakeUnit.Service("never.service"));
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_result_info"), Is.EquivalentTo(new[]
        {
            """systemd_unit_result_info{name="killed.service",type="service",result="oom-kill"} 1""",
            """systemd_unit_result_info{name="left.service",type="service",result="exit-code"} 1""",
            """systemd_unit_result_info{name="never.service",type="service",result="success"} 1""",
        }));
        Assert.That(_host.Samples("systemd_service_exit_status"), Is.EquivalentTo(new[]
        {
            """systemd_service_exit_status{name="killed.service",how="killed"} 9""",
            """systemd_service_exit_status{name="left.service",how="exited"} 3""",
        }));
    }

    [Test]
    public async Task Names_of_instances_and_slices_keep_their_escapes(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service(@"agent@eu\x2dwest.service"));
        _host.Bus.Add(new FakeUnit(@"system-agent\x40.slice"));
        _host.Bus.Add(new FakeUnit("-.slice"));
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_state").Where(sample => sample.EndsWith(" 1", StringComparison.Ordinal)), Is.EquivalentTo(new[]
        {
            """systemd_unit_state{name="agent@eu\\x2dwest.service",type="service",state="active"} 1""",
            """systemd_unit_state{name="system-agent\\x40.slice",type="slice",state="active"} 1""",
            """systemd_unit_state{name="-.slice",type="slice",state="active"} 1""",
        }));
    }

    [TestCase("reloading")]
    [TestCase("refreshing")]
    [TestCase("maintenance")]
    public async Task A_unit_in_a_state_without_a_series_is_in_none_of_them(string state, CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service")).ActiveState = state;
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_state"), Has.Length.EqualTo(5).And.All.EndsWith(" 0"));
    }

    [Test]
    public async Task Ip_counters_are_those_of_services_that_count_and_can_be_turned_off([Values] bool isOff, CancellationToken cancellation)
    {
        if (isOff)
        {
            _host.With(SystemdSettings.IpAccounting, "false");
        }

        _host.Bus.Add(FakeUnit.Service("web.service").With("IPIngressBytes", "t", 4711UL));
        _host.Bus.Add(FakeUnit.Service("quiet.service").With("IPIngressBytes", "t", ulong.MaxValue));
        await _host.RoundAsync(cancellation);
        Assert.That(
            _host.Samples("systemd_service_ip_ingress_bytes"),
            Is.EqualTo(isOff ? Array.Empty<string>() : ["""systemd_service_ip_ingress_bytes{name="web.service"} 4711"""]));
    }

    [Test]
    public async Task With_their_flag_ip_counters_are_shown_as_they_are(CancellationToken cancellation)
    {
        _host.With(SystemdSettings.IpAccounting, "true");
        _host.Bus.Add(FakeUnit.Service("web.service").With("IPIngressBytes", "t", 4711UL).With("IPEgressPackets", "t", ulong.MaxValue));
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_service_ip_ingress_bytes"), Is.EqualTo(new[] { """systemd_service_ip_ingress_bytes{name="web.service"} 4711""" }));
        Assert.That(_host.Samples("systemd_service_ip_egress_packets_total"), Is.EqualTo(new[] { """systemd_service_ip_egress_packets_total{name="web.service"} 1.8446744073709552E+19""" }));
    }

    [Test]
    public async Task Boot_stages_end_at_the_first_that_the_manager_lacks(CancellationToken cancellation)
    {
        foreach (var stage in new[] { "Finish", "Firmware", "Kernel" })
        {
            _host.Bus.Manager[$"{stage}Timestamp"] = new("t", 1_700_000_000_000_000UL);
            _host.Bus.Manager[$"{stage}TimestampMonotonic"] = new("t", 2_500_000UL);
        }

        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_boot_monotonic_seconds"), Is.EqualTo(new[]
        {
            """systemd_boot_monotonic_seconds{stage="Finish"} 2.5""",
            """systemd_boot_monotonic_seconds{stage="Firmware"} 2.5""",
        }));
    }

    [Test]
    public async Task A_watchdog_is_shown_with_its_device(CancellationToken cancellation)
    {
        _host.Bus.Manager["WatchdogDevice"] = new("s", "/dev/watchdog0");
        _host.Bus.Manager["WatchdogLastPingTimestamp"] = new("t", ulong.MaxValue);
        _host.Bus.Manager["RuntimeWatchdogUSec"] = new("t", 30_000_000UL);
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_watchdog_enabled"), Is.EqualTo(new[] { "systemd_watchdog_enabled 1" }));
        Assert.That(_host.Samples("systemd_watchdog_runtime_seconds"), Is.EqualTo(new[] { """systemd_watchdog_runtime_seconds{device="/dev/watchdog0"} 30""" }));
        Assert.That(_host.Samples("systemd_watchdog_last_ping_time_seconds"), Is.Empty);
    }

    [Test]
    public async Task The_age_of_what_is_shown_is_told_until_it_is_too_old(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service"));
        await _host.RoundAsync(cancellation);
        _host.Bus.Script = _ => FakeAnswer.Drop;
        Assert.That(await _host.RoundAsync(cancellation), Is.False);

        _host.Time.Advance(TimeSpan.FromSeconds(20));
        var age = _host.Samples("exporters_collector_data_age_seconds").Single();
        Assert.That(age, Does.StartWith("""exporters_collector_data_age_seconds{collector="systemd_units"} 2"""));
        Assert.That(_host.Samples("systemd_manager_up"), Is.EqualTo(new[] { "systemd_manager_up 0" }));
        Assert.That(_host.Samples("systemd_unit_state"), Has.Length.EqualTo(5));

        _host.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.That(
            Assert.Throws<CollectorUnavailableException>(() => Page.Of(_host.Units()))!.Reason, Is.EqualTo(UnavailableReason.Unreachable));
    }

    [Test]
    public async Task Every_family_written_is_declared(CancellationToken cancellation)
    {
        _host.Yaml = """groups: [{ match: ["web.service"], labels: { type: a } }]""";
        _host.Bus.Add(FakeUnit.Service("web.service"));
        await _host.RoundAsync(cancellation);
        foreach (var collector in new ICollector[] { _host.Units(), _host.Node() })
        {
            var writer = new FamilyWriter();
            collector.Collect(writer);
            Assert.That(Page.Families(writer).Select(family => family.Name), Is.SubsetOf(collector.Families.Select(family => family.Name)));
        }
    }
}
