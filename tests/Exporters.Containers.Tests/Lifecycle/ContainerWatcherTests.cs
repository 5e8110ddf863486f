using Exporters.Docker;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Testing;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Lifecycle;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ContainerWatcherTests : IAsyncDisposable
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(50);

    private readonly FakeDockerDaemon _daemon = new();
    private readonly FakeContainer _web = new() { Id = FakeContainer.IdOf(1), Name = "web", Health = "starting" };
    private WatcherRig? _rig;
    private long _now = DateTimeOffset.UtcNow.ToUnixTimeSeconds() * 1_000_000_000;

    public ContainerWatcherTests() => _daemon.Add(_web);

    public async ValueTask DisposeAsync() => await (_rig?.DisposeAsync() ?? _daemon.DisposeAsync());

    [TestCase("1.12", "1.41")]
    [TestCase("1.44", "1.52")]
    [CancelAfter(60_000)]
    public async Task Containers_of_old_and_new_daemons_are_found(string oldest, string newest)
    {
        (_daemon.MinApiVersion, _daemon.ApiVersion) = (oldest, newest);
        await StartAsync();
        await _rig!.ShowsAsync("container_state", "name=\"web\"", "state=\"running\"} 1");
        Assert.That(Page.Samples(_rig.Lifecycle, "container_state"), Has.Length.EqualTo(6));
        Assert.That(_rig.Log.Lines.Single(), Does.Contain($"api={newest}"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Health_follows_an_event_at_once()
    {
        await StartAsync();
        await _rig!.ShowsAsync("container_health_status", "status=\"starting\"} 1");
        _web.Health = "unhealthy";
        Emit("health_status: unhealthy");
        await _rig.ShowsAsync("container_health_status", "status=\"unhealthy\"} 1");
        Assert.That(Page.Samples(_rig.Lifecycle, "container_health_state")[0], Does.EndWith(" 0"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Health_that_no_event_tells_of_is_seen_within_a_round()
    {
        await StartAsync(Quick);
        _web.Health = "healthy";
        await _rig!.ShowsAsync("container_health_status", "status=\"healthy\"} 1");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_container_that_ended_stays_until_it_is_removed()
    {
        await StartAsync();
        (_web.State, _web.ExitCode, _web.Finished) = ("exited", 42, DateTimeOffset.UtcNow);
        Emit("die", ("exitCode", "42"));
        await _rig!.ShowsAsync("container_state", "state=\"exited\"} 1");
        Assert.That(Page.Samples(_rig.Lifecycle, "container_last_exit_code")[0], Does.EndWith(" 42"));
        Assert.That(Page.Samples(_rig.Lifecycle, "container_finished_time_seconds"), Has.Length.EqualTo(1));

        _daemon.Remove(_web.Id);
        Emit("destroy");
        await _rig.EventuallyAsync(() => Page.Samples(_rig.Lifecycle, "container_state").Length == 0, "gone");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_removal_that_no_event_tells_of_is_seen_within_a_round()
    {
        await StartAsync(Quick);
        _daemon.Remove(_web.Id);
        await _rig!.EventuallyAsync(() => Page.Samples(_rig.Lifecycle, "container_state").Length == 0, "gone");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_crash_and_a_restart_by_hand_are_told_apart_and_add_up()
    {
        await StartAsync();
        Emit("die", ("exitCode", "3"));
        Emit("start");
        Emit("kill", ("signal", "15"));
        Emit("die", ("exitCode", "143"));
        Emit("start");
        await _rig!.ShowsAsync("container_restarts_total", "name=\"web\"", "} 2");
        await _rig.ShowsAsync("container_restarts_by_reason_total", "reason=\"error\"} 1");
        await _rig.ShowsAsync("container_restarts_by_reason_total", "reason=\"manual\"} 1");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_container_made_anew_under_the_same_name_begins_at_zero()
    {
        _web.RestartCount = 9;
        await StartAsync();
        await _rig!.ShowsAsync("container_restarts_total", "} 9");
        _daemon.Remove(_web.Id);
        Emit("destroy");
        var again = new FakeContainer { Id = FakeContainer.IdOf(2), Name = "web" };
        _daemon.Add(again);
        _daemon.Emit("create", again, ++_now);
        await _rig.ShowsAsync("container_restarts_total", $"id=\"/docker/{again.Id}\"", "} 0");
        Assert.That(Page.Samples(_rig.Lifecycle, "container_restarts_total"), Has.Length.EqualTo(1));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_new_name_is_shown()
    {
        await StartAsync();
        _web.Name = "shop";
        Emit("rename");
        await _rig!.ShowsAsync("container_info", "name=\"shop\"");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_daemon_that_was_replaced_is_found_again_and_what_it_restarted_is_its_doing()
    {
        await StartAsync(Quick);
        await _rig!.ShowsAsync("container_state", "state=\"running\"} 1");
        await _daemon.StopAsync();
        await _rig.ShowsAsync("exporters_source_unreadable", "reason=\"absent\"");
        Assert.That(Page.Samples(_rig.Lifecycle, "container_state"), Has.Length.EqualTo(6), "what was known stays, with its age");
        Assert.That(Page.Samples(_rig.Lifecycle, "exporters_collector_data_age_seconds"), Has.Length.EqualTo(1));

        (_daemon.MinApiVersion, _daemon.ApiVersion) = ("1.44", "1.52");
        _web.Started = DateTimeOffset.UtcNow;
        _daemon.Start();
        await _rig.ShowsAsync("container_restarts_by_reason_total", "reason=\"daemon\"} 1");
        Assert.That(Page.Samples(_rig.Lifecycle, "exporters_source_unreadable"), Is.Empty);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_stream_cut_in_the_middle_of_an_event_is_opened_again()
    {
        await StartAsync();
        _daemon.EmitRaw("""{"Type":"container","Action":"di""");
        _daemon.CutEvents();
        await _daemon.RequestedAsync("/events", times: 2);
        await _rig!.EventuallyAsync(() => _daemon.Listeners == 1, "listens again");
        _web.State = "paused";
        Emit("pause");
        await _rig.ShowsAsync("container_state", "state=\"paused\"} 1");
        Assert.That(_daemon.Requests.Last(request => request.Contains("/events", StringComparison.Ordinal)), Does.Contain("&since="));
    }

    [Test, CancelAfter(60_000)]
    public async Task Broken_JSON_is_said_and_survived()
    {
        _daemon.Answer("/containers/json", FakeAnswer.Json("[{\"Id\":"));
        await StartAsync(Quick);
        await _rig!.ShowsAsync("exporters_source_unreadable", "source=\"docker\",reason=\"format\"} 1");
        _daemon.Answer("/containers/json", null);
        await _rig.ShowsAsync("container_state", "state=\"running\"} 1");
        Assert.That(_rig.Log.Lines.Count(line => line.StartsWith("Warning", StringComparison.Ordinal)), Is.EqualTo(1), "once, not at every try");
    }

    [Test, CancelAfter(60_000)]
    public async Task A_daemon_that_hangs_holds_up_no_scrape()
    {
        _rig = new WatcherRig(_daemon, Quick, timeout: TimeSpan.FromMilliseconds(500));
        await _rig.StartAsync();
        _daemon.Answer("/containers/json", FakeAnswer.Hanging);
        await _rig!.ShowsAsync("exporters_source_unreadable", "reason=\"timeout\"} 1");
        Assert.That(Page.Samples(_rig.Lifecycle, "container_state"), Has.Length.EqualTo(6));
        _daemon.Answer("/containers/json", null);
        await _rig.EventuallyAsync(() => Page.Samples(_rig.Lifecycle, "exporters_source_unreadable").Length == 0, "answers again");

        using var instruments = new InstrumentCollector(_rig.Registry, showsProcess: true);
        Assert.That(
            Page.Samples(instruments, "exporters_containers_round_failures_total").Single(),
            Does.StartWith("exporters_containers_round_failures_total{reason=\"timeout\"} "));
        Assert.That(Page.Samples(instruments, "exporters_containers_round_duration_seconds_count").Single(), Does.Not.EndWith(" 0"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Where_nobody_asked_for_Docker_its_absence_is_no_fault()
    {
        await _daemon.StopAsync();
        _rig = new WatcherRig(_daemon, Quick, config: new ContainersConfig());
        await _rig.StartAsync();
        Assert.That(Page.Of(_rig.Lifecycle), Is.Empty);
        Assert.That(Page.Of(_rig.Usage), Is.Empty);
        Assert.That(_rig.Log.Lines.Single(), Does.StartWith("Information: No Docker at unix:///"));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_DOCKER_HOST_that_is_no_endpoint_is_one_line_and_containers_are_found_by_their_groups()
    {
        var machine = FixtureTree.Machine("debian13-cgroup2");
        _rig = new WatcherRig(
            _daemon, Quick, machine, new ContainersConfig(), DockerEndpoint.Resolve(null, null, name => name == "DOCKER_HOST" ? "garbage" : null));
        await _rig.StartAsync();
        await _rig.ShowsAsync("exporters_source_unreadable", "reason=\"configuration\"} 1");
        await _rig.EventuallyAsync(() => Page.Samples(_rig.Usage, "container_memory_usage_bytes").Length > 0, "containers by their groups");
        Assert.That(
            _rig.Log.Lines.Single(),
            Is.EqualTo("Warning: Docker cannot be read: DOCKER_HOST must be unix:///path/to/docker.sock, tcp://host:port or https://host:port, got \"garbage\";"
                + " correct it, or set containers.endpoint; until then containers are found by their control groups alone"));
    }

    [Test, CancelAfter(60_000)]
    public async Task Every_family_that_is_written_is_declared()
    {
        await StartAsync();
        var writer = new FamilyWriter();
        _rig!.Lifecycle.Collect(writer);
        Assert.That(Page.Families(writer), Is.SubsetOf(_rig.Lifecycle.Families));
    }

    [Test, CancelAfter(120_000)]
    public async Task Five_hundred_containers_are_all_found()
    {
        for (var i = 2; i <= 500; i++)
        {
            _daemon.Add(new FakeContainer { Id = FakeContainer.IdOf(i), Name = $"c{i}" });
        }

        await StartAsync();
        Assert.That(Page.Samples(_rig!.Lifecycle, "container_restarts_total"), Has.Length.EqualTo(500));
    }

    [Test, CancelAfter(300_000)]
    public async Task Memory_stays_flat_over_a_thousand_rounds_of_the_watcher()
    {
        for (var i = 2; i <= 50; i++)
        {
            _daemon.Add(new FakeContainer { Id = FakeContainer.IdOf(i), Name = $"c{i}", Health = "healthy" });
        }

        await StartAsync(TimeSpan.FromMilliseconds(1));
        await RoundsAsync(100);

        // What is under way at the moment of a measurement counts as well. A leak grows in every quarter, this does not.
        var growth = long.MaxValue;
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            await RoundsAsync(250);
            growth = Math.Min(growth, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.That(growth, Is.LessThan(75_000), "bytes that stayed of 250 rounds");

        async Task RoundsAsync(int rounds)
        {
            for (var round = 0; round < rounds; round += 10)
            {
                await _daemon.RequestedAsync("/containers/json", times: 10);
                _daemon.ForgetRequests();
            }
        }
    }

    private async Task StartAsync(TimeSpan? interval = null)
    {
        _rig = new WatcherRig(_daemon, interval);
        await _rig.StartAsync();
        if (interval is null)
        {
            await _rig.EventuallyAsync(() => _daemon.Listeners == 1, "listens");
        }
    }

    private void Emit(string action, params (string Key, string Value)[] attributes) => _daemon.Emit(action, _web, _now += 1_000_000, attributes);
}
