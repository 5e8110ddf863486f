using System.Globalization;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Modules;
using Exporters.Testing;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Units;

[CancelAfter(120_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RoundsTests : IDisposable
{
    private readonly FakeHost _host = new();

    public void Dispose() => _host.Dispose();

    [Test]
    public async Task Units_that_did_not_change_are_not_asked_again(CancellationToken cancellation)
    {
        for (var i = 0; i < 100; i++)
        {
            _host.Bus.Add(new FakeUnit($"unit-{i}.target"));
        }

        await _host.RoundAsync(cancellation);
        Assert.That(_host.Bus.Calls("GetAll"), Is.EqualTo(100 + 1));
        for (var i = 0; i < 10; i++)
        {
            await _host.RoundAsync(cancellation);
        }

        // The manager itself in every round, and half of the units in half of the rounds in which each is asked anew once.
        Assert.That(_host.Bus.Calls("GetAll"), Is.InRange(101 + 10 + 20, 101 + 10 + 80));
        Assert.That(_host.Bus.Calls("ListUnits"), Is.EqualTo(11));
    }

    [Test]
    public async Task A_signal_has_its_unit_asked_in_the_next_round(CancellationToken cancellation)
    {
        var unit = _host.Bus.Add(new FakeUnit("tick.timer").With("LastTriggerUSec", "t", 1_000_000UL));
        await _host.RoundAsync(cancellation);
        unit.With("LastTriggerUSec", "t", 2_000_000UL);
        await _host.Bus.SignalChangeAsync(unit);
        await Assert.ThatAsync(() => SoonAsync("systemd_timer_last_trigger_seconds", " 2", cancellation), Is.True);
    }

    [Test]
    public async Task A_change_of_state_in_the_list_has_the_unit_asked_without_a_signal(CancellationToken cancellation)
    {
        var unit = _host.Bus.Add(FakeUnit.Service("web.service"));
        await _host.RoundAsync(cancellation);
        unit.ActiveState = "failed";
        unit.With("Result", "s", "watchdog");
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_result_info").Single(), Does.Contain("watchdog"));
    }

    [Test]
    public async Task What_no_signal_told_is_found_after_some_rounds(CancellationToken cancellation)
    {
        var unit = _host.Bus.Add(new FakeUnit("tick.timer").With("LastTriggerUSec", "t", 1_000_000UL));
        await _host.RoundAsync(cancellation);
        unit.With("LastTriggerUSec", "t", 2_000_000UL);
        for (var i = 0; i < 20; i++)
        {
            await _host.RoundAsync(cancellation);
        }

        Assert.That(_host.Samples("systemd_timer_last_trigger_seconds").Single(), Does.EndWith(" 2"));
    }

    [Test]
    public async Task Sockets_that_accept_are_asked_every_round(CancellationToken cancellation)
    {
        var unit = _host.Bus.Add(new FakeUnit("echo.socket").With("Accept", "b", true).With("NAccepted", "u", 1U));
        await _host.RoundAsync(cancellation);
        unit.With("NAccepted", "u", 2U);
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_socket_accepted_connections_total").Single(), Does.EndWith(" 2"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_unit_that_vanishes_between_list_and_question_is_left_out(bool loadsAnew, CancellationToken cancellation)
    {
        var gone = _host.Bus.Add(FakeUnit.Service("gone.service").With("LoadState", "s", "not-found"));
        _host.Bus.Add(FakeUnit.Service("web.service"));
        _host.Bus.Script = call => call.Path == gone.Path && !loadsAnew ? FakeAnswer.Fails("org.freedesktop.DBus.Error.UnknownObject") : null;
        Assert.That(await _host.RoundAsync(cancellation), Is.True);
        Assert.That(_host.Samples("systemd_unit_state"), Has.Length.EqualTo(5).And.All.Contain("web.service"));
    }

    [Test]
    public async Task A_garbage_answer_costs_that_units_properties_alone(CancellationToken cancellation)
    {
        var bad = _host.Bus.Add(FakeUnit.Service("bad.service"));
        _host.Bus.Add(FakeUnit.Service("web.service"));
        _host.Bus.Script = call => call.Path == bad.Path ? FakeAnswer.ReplyBytes("a{?v}", [0, 0, 0, 0]) : null;
        Assert.That(await _host.RoundAsync(cancellation), Is.True);
        Assert.That(_host.Samples("systemd_unit_state"), Has.Length.EqualTo(10));
        Assert.That(_host.Samples("systemd_unit_info").Single(), Does.Contain("web.service"));
    }

    [Test]
    public async Task Rounds_and_their_failures_are_counted_by_reason(CancellationToken cancellation)
    {
        await _host.RoundAsync(cancellation);
        _host.Bus.Stop();
        Assert.That(await UntilAsync(succeeds: false, cancellation), Is.True);

        using var instruments = new InstrumentCollector(_host.Registry, showsProcess: true);
        Assert.That(
            int.Parse(Page.Samples(instruments, "exporters_systemd_round_duration_seconds_count").Single().Split("{manager=\"system\"} ")[1], CultureInfo.InvariantCulture),
            Is.GreaterThanOrEqualTo(2));
        Assert.That(
            Page.Samples(instruments, "exporters_systemd_round_failures_total").Single(),
            Is.EqualTo("exporters_systemd_round_failures_total{manager=\"system\",reason=\"unreachable\"} 1")
                .Or.EqualTo("exporters_systemd_round_failures_total{manager=\"system\",reason=\"absent\"} 1"));
    }

    [Test]
    public async Task Five_thousand_units_are_read_and_forgotten_when_they_go(CancellationToken cancellation)
    {
        for (var i = 0; i < 5000; i++)
        {
            _host.Bus.Add(FakeUnit.Service($"unit-{i}.service"));
        }

        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_info"), Has.Length.EqualTo(5000));
        _host.Bus.Units.Clear();
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_info"), Is.Empty);
    }

    [Test]
    public async Task Fifty_restarts_of_the_bus_leave_one_connection_and_no_descriptor(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service"));
        await _host.RoundAsync(cancellation);
        await RestartAsync(); // the first one also loads the assemblies that a failure needs, each with a descriptor
        var before = Descriptors();
        for (var i = 0; i < 50; i++)
        {
            await RestartAsync();
        }

        Assert.That(_host.Bus.OpenConnections, Is.EqualTo(1));
        Assert.That(Descriptors(), Is.LessThanOrEqualTo(before + 3));

        async Task RestartAsync()
        {
            _host.Bus.Stop();
            Assert.That(await UntilAsync(succeeds: false, cancellation), Is.True);
            _host.Bus.Start();
            Assert.That(await UntilAsync(succeeds: true, cancellation), Is.True);
        }
    }

    [Test]
    public async Task A_thousand_rounds_keep_one_connection_and_do_not_grow(CancellationToken cancellation)
    {
        for (var i = 0; i < 20; i++)
        {
            _host.Bus.Add(new FakeUnit($"unit-{i}.target"));
        }

        for (var i = 0; i < 50; i++)
        {
            await _host.RoundAsync(cancellation);
        }

        var descriptors = Descriptors();
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 1000; i++)
        {
            Assert.That(await _host.RoundAsync(cancellation), Is.True);
        }

        Assert.That(_host.Bus.OpenConnections, Is.EqualTo(1));
        Assert.That(Descriptors(), Is.LessThanOrEqualTo(descriptors + 3));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - memory, Is.LessThan(1_000_000));
    }

    [Test]
    public async Task Where_no_systemd_is_the_module_is_off_and_says_so(CancellationToken cancellation)
    {
        _host.Yaml = "managers: [system]";
        Assert.That(_host.Watch.Report().State, Is.EqualTo(ModuleState.Starting));
        _host.Bus.Stop();
        await _host.RoundAsync(cancellation);
        var report = _host.Watch.Report();
        Assert.That(report.State, Is.EqualTo(ModuleState.Off));
        Assert.That(report.Detail, Does.Contain("no manager of systemd answers here"));
    }

    [Test]
    public async Task A_bus_without_systemd_behind_it_is_no_systemd(CancellationToken cancellation)
    {
        _host.Yaml = "managers: [system]";
        _host.Bus.Script = call => call.Destination == "org.freedesktop.systemd1" ? FakeAnswer.Fails("org.freedesktop.DBus.Error.NameHasNoOwner") : null;
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Watch.System!.Status.Reason, Is.EqualTo(UnavailableReason.Absent));
        Assert.That(_host.Watch.Report().State, Is.EqualTo(ModuleState.Off));
    }

    [Test]
    public async Task Where_systemd_is_demanded_its_absence_is_said(CancellationToken cancellation)
    {
        _host.Yaml = "{ enabled: true, managers: [system] }";
        _host.Bus.Stop();
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Watch.Report().State, Is.EqualTo(ModuleState.Degraded));
        Assert.That(_host.Watch.Report().Detail, Does.Contain(_host.Bus.SocketPath));
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private async Task<bool> UntilAsync(bool succeeds, CancellationToken cancellation)
    {
        while (await _host.RoundAsync(cancellation) != succeeds)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return true;
    }

    /// <summary>The signal is on its way: it has arrived by one of the next rounds.</summary>
    private async Task<bool> SoonAsync(string family, string end, CancellationToken cancellation)
    {
        for (var i = 0; i < 10; i++)
        {
            await _host.RoundAsync(cancellation);
            if (_host.Samples(family).Single().EndsWith(end, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
