using Exporters.Configuration;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Systemd;
using Exporters.Systemd.Bus;
using Exporters.Systemd.Units;
using Exporters.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Tmds.DBus.Protocol;

namespace Exporters.EndToEnd.Tests.Systemd;

/// <summary>
/// Against a real systemd with the units of <c>tests/rigs/systemd</c>, its bus named by <c>EXPORTERS_TEST_SYSTEMD_BUS</c>;
/// <c>tests/rigs/systemd-up.sh</c> starts one and says the address.
/// </summary>
[CancelAfter(120_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RealSystemdTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("nowhere-").FullName;
    private readonly SystemdWatch _watch;
    private readonly SystemdOptions _options;
    private readonly SystemdConfig _config;
    private readonly HostPaths _paths;

    public RealSystemdTests()
    {
        var address = Environment.GetEnvironmentVariable("EXPORTERS_TEST_SYSTEMD_BUS");
        if (string.IsNullOrEmpty(address))
        {
            Assert.Ignore("EXPORTERS_TEST_SYSTEMD_BUS is not set; tests/rigs/systemd-up.sh starts a systemd and says its address");
        }

        var report = new ConfigReport();
        var settings = new SettingValues();
        _config = SystemdConfigReader.Read(ConfigFile.Parse(
            $$"""
            managers: [system]
            address: {{address}}
            groups:
              - { match: ["agent-core_*.service", "agent-gone.service"], labels: { type: primary } }
              - { match: ["agent-*.service", "agent@*.service"], labels: { type: support } }
            """,
            "test.yaml",
            report), settings);
        Assert.That(report.Problems, Is.Empty);
        _options = SystemdOptions.From(_config, settings);

        // The processes and groups of the manager's container have other numbers and paths here: nothing of this machine must be taken for them.
        _paths = new HostPaths("/proc", "/sys", _root);
        _watch = new SystemdWatch(_config, _options, _paths, new RoundInstruments(new InstrumentRegistry()), TimeProvider.System, NullLoggerFactory.Instance, _ => null);
    }

    public void Dispose()
    {
        _watch?.System?.Dispose();
        _watch?.Dispose();
        Directory.Delete(_root, true);
    }

    [Test]
    public async Task Every_kind_of_unit_shows_as_systemctl_says(CancellationToken cancellation)
    {
        await UntilAsync(() => Units("systemd_unit_result_info").Any(line => line.Contains("agent-timeout", StringComparison.Ordinal) && line.Contains("\"timeout\"", StringComparison.Ordinal)), cancellation);
        Assert.That(Ones("systemd_unit_state"), Is.SupersetOf(new[]
        {
            State("agent-core_1.service", "service", "active"),
            State(@"agent@eu\\x2dwest.service", "service", "active"),
            State("agent-failed.service", "service", "failed"),
            State("agent-oneshot.service", "service", "active"),
            State("agent-inactive.service", "service", "inactive"),
            State("agent-tick.timer", "timer", "active"),
            State("agent-echo.socket", "socket", "active"),
            State("mnt-agents.mount", "mount", "active"),
            State("agents.slice", "slice", "active"),
        }));
        Assert.That(Units("systemd_unit_info"), Is.SupersetOf(new[]
        {
            """systemd_unit_info{name="agent-notify.service",type="service",mount_type="",service_type="notify"} 1""",
            """systemd_unit_info{name="mnt-agents.mount",type="mount",mount_type="tmpfs",service_type=""} 1""",
        }));
        var results = Units("systemd_unit_result_info");
        Assert.That(results, Does.Contain("""systemd_unit_result_info{name="agent-failed.service",type="service",result="exit-code"} 1"""));
        Assert.That(results, Does.Contain("""systemd_unit_result_info{name="agent-signal.service",type="service",result="signal"} 1"""));

        // With control groups of v1 the manager does not learn that it was for want of memory.
        Assert.That(results.Where(line => line.Contains("agent-oom.service", StringComparison.Ordinal)), Has.One.Contains("\"oom-kill\"").Or.One.Contains("\"signal\""));
        Assert.That(Units("systemd_service_exit_status"), Does.Contain("""systemd_service_exit_status{name="agent-failed.service",how="exited"} 3"""));
        Assert.That(Units("systemd_service_exit_status"), Does.Contain("""systemd_service_exit_status{name="agent-signal.service",how="killed"} 11"""));
        Assert.That(Units("systemd_unit_tasks_max"), Does.Contain("""systemd_unit_tasks_max{name="agent-memory.service",type="service"} 20"""));
    }

    [Test]
    public async Task Restarts_and_triggers_grow(CancellationToken cancellation)
    {
        await RoundAsync(cancellation);
        var (restarts, trigger) = (Value("systemd_service_restart_total", "agent-flapping.service"), Value("systemd_timer_last_trigger_seconds", "agent-tick.timer"));
        await UntilAsync(
            () => Value("systemd_service_restart_total", "agent-flapping.service") > restarts && Value("systemd_timer_last_trigger_seconds", "agent-tick.timer") > trigger,
            cancellation);
    }

    [Test]
    public async Task Groups_tell_of_units_that_are_a_file_masked_bad_or_nowhere(CancellationToken cancellation)
    {
        await RoundAsync(cancellation);
        Assert.That(Ones("systemd_unit_group_member_state"), Is.SupersetOf(new[]
        {
            """systemd_unit_group_member_state{name="agent-core_1.service",state="active"} 1""",
            """systemd_unit_group_member_state{name="agent-gone.service",state="not-found"} 1""",
            """systemd_unit_group_member_state{name="agent-missing.service",state="not-found"} 1""",
            """systemd_unit_group_member_state{name="agent-file.service",state="inactive"} 1""",
            """systemd_unit_group_member_state{name="agent-masked.service",state="masked"} 1""",
            """systemd_unit_group_member_state{name="agent-bad.service",state="bad-setting"} 1""",
        }));
        Assert.That(Units("systemd_unit_load_failed"), Does.Contain("""systemd_unit_load_failed{name="agent-bad.service",type="service",load_state="bad-setting"} 1"""));
        Assert.That(Units("systemd_unit_group_units"), Does.Contain("""systemd_unit_group_units{type="primary"} 3"""));
        Assert.That(Units("systemd_unit_group_units_running"), Does.Contain("""systemd_unit_group_units_running{type="primary"} 2"""));
    }

    [Test]
    public async Task Stopping_and_starting_a_unit_is_seen(CancellationToken cancellation)
    {
        await RoundAsync(cancellation);
        try
        {
            await CallAsync("StopUnit", "agent-core_2.service", cancellation);
            await UntilAsync(() => Ones("systemd_unit_state").Contains(State("agent-core_2.service", "service", "inactive")), cancellation);
            Assert.That(Value("systemd_unit_start_time_seconds", "agent-core_2.service"), Is.Zero);
        }
        finally
        {
            await CallAsync("StartUnit", "agent-core_2.service", CancellationToken.None);
        }

        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60;
        await UntilAsync(() => Value("systemd_unit_start_time_seconds", "agent-core_2.service") > before, cancellation);
    }

    [Test]
    public async Task A_restart_between_two_rounds_shows_a_new_start_time(CancellationToken cancellation)
    {
        await RoundAsync(cancellation);
        var start = Value("systemd_unit_start_time_seconds", "agent-core_1.service");
        await CallAsync("RestartUnit", "agent-core_1.service", cancellation);
        await UntilAsync(() => Value("systemd_unit_start_time_seconds", "agent-core_1.service") > start, cancellation);
    }

    [Test]
    public async Task Node_exporters_names_have_its_labels(CancellationToken cancellation)
    {
        await RoundAsync(cancellation);
        var node = new NodeSystemdCollector(_watch, _options, new UnitUsage(_paths), TimeProvider.System);
        Assert.That(Page.Samples(node, "node_systemd_unit_state"), Does.Contain("""node_systemd_unit_state{name="agent-notify.service",type="notify",state="active"} 1"""));
        Assert.That(Page.Samples(node, "node_systemd_unit_state"), Has.None.Contain(".mount").And.None.Contain(".slice"));
        Assert.That(Page.Samples(node, "node_systemd_version").Single(), Does.Match("""^node_systemd_version\{version="2\d\d[^"]*"\} 2\d\d(\.\d+)?$"""));
    }

    [Test]
    public async Task Nothing_of_this_machine_is_taken_for_the_containers(CancellationToken cancellation)
    {
        await RoundAsync(cancellation);
        Assert.That(_watch.System!.Snapshot!.IsLocal, Is.False);
        Assert.That(Units("systemd_unit_cpu_seconds_total"), Is.Empty);
    }

    private static string State(string name, string type, string state) => $$"""systemd_unit_state{name="{{name}}",type="{{type}}",state="{{state}}"} 1""";

    private async Task RoundAsync(CancellationToken cancellation) =>
        Assert.That(await _watch.System!.RoundAsync(cancellation), Is.True, () => _watch.System!.Status.Message);

    private async Task UntilAsync(Func<bool> isSo, CancellationToken cancellation)
    {
        do
        {
            await RoundAsync(cancellation);
        }
        while (!isSo());
    }

    private string[] Units(string family) =>
        Page.Samples(new UnitsCollector(_watch, _options, _config.Groups, new UnitUsage(_paths), TimeProvider.System), family);

    private string[] Ones(string family) => [.. Units(family).Where(line => line.EndsWith(" 1", StringComparison.Ordinal))];

    private double Value(string family, string name) =>
        double.Parse(Units(family).Single(line => line.Contains($"\"{name}\"", StringComparison.Ordinal)).Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private async Task CallAsync(string method, string unit, CancellationToken cancellation)
    {
        Assert.That(BusAddress.TryParse(_config.Address!, out var addresses, out var error), Is.True, error);
        using var connection = await BusConnection.OpenAsync(addresses[0], true, TimeSpan.FromSeconds(30), TimeProvider.System, cancellation);
        await connection.CallAsync(
            new BusCall("org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", method, "ss", (ref MessageWriter arguments) =>
            {
                arguments.WriteString(unit);
                arguments.WriteString("replace");
            }),
            "o", static (ref Reader body) => body.ReadObjectPathAsString(), cancellation);
    }
}
