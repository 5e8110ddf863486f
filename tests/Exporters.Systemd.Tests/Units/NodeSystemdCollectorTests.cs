using Exporters.Metrics;
using Exporters.Systemd.Units;
using Exporters.Testing;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Units;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class NodeSystemdCollectorTests : IDisposable
{
    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Test]
    public async Task Type_is_that_of_a_service_and_empty_for_others(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service", "notify"));
        _host.Bus.Add(new FakeUnit("basic.target"));
        await _host.RoundAsync(cancellation);
        Assert.That(_host.NodeSamples("node_systemd_unit_state"), Is.EquivalentTo(new[]
        {
            """node_systemd_unit_state{name="web.service",type="notify",state="active"} 1""",
            """node_systemd_unit_state{name="web.service",type="notify",state="activating"} 0""",
            """node_systemd_unit_state{name="web.service",type="notify",state="deactivating"} 0""",
            """node_systemd_unit_state{name="web.service",type="notify",state="inactive"} 0""",
            """node_systemd_unit_state{name="web.service",type="notify",state="failed"} 0""",
            """node_systemd_unit_state{name="basic.target",type="",state="active"} 1""",
            """node_systemd_unit_state{name="basic.target",type="",state="activating"} 0""",
            """node_systemd_unit_state{name="basic.target",type="",state="deactivating"} 0""",
            """node_systemd_unit_state{name="basic.target",type="",state="inactive"} 0""",
            """node_systemd_unit_state{name="basic.target",type="",state="failed"} 0""",
        }));
    }

    [TestCase("reloading")]
    [TestCase("refreshing")]
    [TestCase("maintenance")]
    public async Task A_unit_in_a_state_without_a_series_is_in_none_of_them(string state, CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service")).ActiveState = state;
        await _host.RoundAsync(cancellation);
        Assert.That(_host.NodeSamples("node_systemd_unit_state"), Has.Length.EqualTo(5).And.All.EndsWith(" 0"));
        Assert.That(_host.NodeSamples("node_systemd_units"), Does.Contain($$"""node_systemd_units{state="{{state}}"} 1"""));
    }

    [Test]
    public async Task Mounts_slices_and_what_is_not_loaded_are_left_out_and_counted(CancellationToken cancellation)
    {
        _host.Bus.Add(new FakeUnit("home.mount"));
        _host.Bus.Add(new FakeUnit("system.slice"));
        _host.Bus.Add(new FakeUnit("gone.service") { LoadState = "not-found", ActiveState = "inactive", SubState = "dead" });
        await _host.RoundAsync(cancellation);
        Assert.That(_host.NodeSamples("node_systemd_unit_state"), Is.Empty);
        Assert.That(_host.NodeSamples("node_systemd_units"), Is.EquivalentTo(new[]
        {
            """node_systemd_units{state="active"} 2""",
            """node_systemd_units{state="activating"} 0""",
            """node_systemd_units{state="deactivating"} 0""",
            """node_systemd_units{state="inactive"} 1""",
            """node_systemd_units{state="failed"} 0""",
        }));
    }

    [Test]
    public async Task Patterns_match_whole_names(CancellationToken cancellation)
    {
        _host.With(SystemdSettings.NodeUnitInclude, "web|db.service").With(SystemdSettings.NodeUnitExclude, "");
        _host.Bus.Add(FakeUnit.Service("web.service"));
        _host.Bus.Add(FakeUnit.Service("db.service"));
        await _host.RoundAsync(cancellation);
        Assert.That(_host.NodeSamples("node_systemd_unit_state"), Has.Length.EqualTo(5).And.All.Contain("db.service"));
    }

    [Test]
    public async Task The_optional_families_need_their_flags(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service").With("NRestarts", "u", 3U));
        await _host.RoundAsync(cancellation);
        var page = Page.Of(_host.Node());
        Assert.That(page, Does.Not.Contain("tasks_current").And.Not.Contain("start_time").And.Not.Contain("restart_total"));
    }

    [Test]
    public async Task With_their_flags_they_are_there_and_what_is_not_set_is_not(CancellationToken cancellation)
    {
        _host.With(SystemdSettings.NodeTasks, "true").With(SystemdSettings.NodeRestarts, "true").With(SystemdSettings.NodeStartTime, "true");
        _host.Bus.Add(FakeUnit.Service("web.service").With("NRestarts", "u", 3U));
        _host.Bus.Add(FakeUnit.Service("off.service")).ActiveState = "inactive";
        await _host.RoundAsync(cancellation);
        Assert.That(_host.NodeSamples("node_systemd_service_restart_total"), Does.Contain("""node_systemd_service_restart_total{name="web.service"} 3"""));
        Assert.That(_host.NodeSamples("node_systemd_unit_tasks_current"), Does.Contain("""node_systemd_unit_tasks_current{name="web.service"} 1"""));
        Assert.That(_host.NodeSamples("node_systemd_unit_tasks_max"), Is.Empty);
        Assert.That(_host.NodeSamples("node_systemd_unit_start_time_seconds"), Is.EquivalentTo(new[]
        {
            """node_systemd_unit_start_time_seconds{name="web.service"} 1700000000.5""",
            """node_systemd_unit_start_time_seconds{name="off.service"} 0""",
        }));
    }

    [Test]
    public async Task Sockets_and_timers_tell_what_they_did(CancellationToken cancellation)
    {
        _host.Bus.Add(new FakeUnit("echo.socket").With("NAccepted", "u", 7U).With("NConnections", "u", 2U).With("NRefused", "u", 1U));
        _host.Bus.Add(new FakeUnit("tick.timer").With("LastTriggerUSec", "t", 1_700_000_000_250_000UL));
        _host.Bus.Add(new FakeUnit("never.timer").With("LastTriggerUSec", "t", 0UL));
        await _host.RoundAsync(cancellation);
        Assert.That(_host.NodeSamples("node_systemd_socket_accepted_connections_total"), Is.EqualTo(new[] { """node_systemd_socket_accepted_connections_total{name="echo.socket"} 7""" }));
        Assert.That(_host.NodeSamples("node_systemd_socket_current_connections"), Is.EqualTo(new[] { """node_systemd_socket_current_connections{name="echo.socket"} 2""" }));
        Assert.That(_host.NodeSamples("node_systemd_socket_refused_connections_total"), Is.EqualTo(new[] { """node_systemd_socket_refused_connections_total{name="echo.socket"} 1""" }));
        Assert.That(_host.NodeSamples("node_systemd_timer_last_trigger_seconds"), Is.EquivalentTo(new[]
        {
            """node_systemd_timer_last_trigger_seconds{name="tick.timer"} 1700000000.25""",
            """node_systemd_timer_last_trigger_seconds{name="never.timer"} 0""",
        }));
    }

    [TestCase("running", 1)]
    [TestCase("degraded", 0)]
    public async Task Only_running_is_running(string state, int expected, CancellationToken cancellation)
    {
        _host.Bus.Manager["SystemState"] = new("s", state);
        await _host.RoundAsync(cancellation);
        Assert.That(_host.NodeSamples("node_systemd_system_running"), Is.EqualTo(new[] { $"node_systemd_system_running {expected}" }));
    }

    [TestCase("252.39-1~deb12u2", 252.39)]
    [TestCase("257~rc1", 257)]
    [TestCase("v255 (255.4-1ubuntu8)", 255)]
    [TestCase("249.", 249)]
    public void A_version_is_its_first_number_of_three_digits(string text, double expected) =>
        Assert.That(NodeSystemdCollector.ParseVersion(text), Is.EqualTo((expected, text)));

    [TestCase("44")]
    [TestCase("unknown")]
    [TestCase(null)]
    public void A_version_without_one_is_0_without_text(string? text) =>
        Assert.That(NodeSystemdCollector.ParseVersion(text), Is.EqualTo((0.0, "")));

    [Test]
    public async Task No_virtualisation_is_none(CancellationToken cancellation)
    {
        _host.Bus.Manager["Virtualization"] = new("s", "");
        await _host.RoundAsync(cancellation);
        Assert.That(_host.NodeSamples("node_systemd_virtualization_info"), Is.EqualTo(new[] { """node_systemd_virtualization_info{virtualization_type="none"} 1""" }));
    }

    [Test]
    public async Task Without_a_bus_nothing_is_shown_and_the_reason_is_that_there_is_none(CancellationToken cancellation)
    {
        _host.Bus.Stop();
        Assert.That(await _host.RoundAsync(cancellation), Is.False);
        var error = Assert.Throws<CollectorUnavailableException>(() => Page.Of(_host.Node()));
        Assert.That(error!.Reason, Is.EqualTo(UnavailableReason.Absent));
        Assert.That(error.Message, Does.Contain(_host.Bus.SocketPath));
    }
}
