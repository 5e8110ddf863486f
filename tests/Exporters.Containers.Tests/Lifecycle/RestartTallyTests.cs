using Exporters.Containers.Lifecycle;
using Exporters.Docker;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Lifecycle;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RestartTallyTests
{
    private static readonly DateTimeOffset Boot = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset FirstStart = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);

    private static readonly long HeardSince = Nanoseconds(FirstStart.AddSeconds(-10));

    private readonly RestartTally _tally = new();
    private long _now = Nanoseconds(FirstStart) + 60_000_000_000;

    [SetUp]
    public void Begin() => _tally.Begin(Facts(), Boot, HeardSince);

    [TestCase("0", "completed")]
    [TestCase("3", "error")]
    [TestCase("139", "signal")]
    [TestCase("137", "signal", Description = "killed from outside the daemon: no kill event, no oom event")]
    public void An_end_by_itself_is_told_by_its_exit_code(string exitCode, string reason)
    {
        Happens("die", ("exitCode", exitCode));
        Happens("start");
        Assert.That(Counted(), Is.EqualTo($"{reason}=1"));
    }

    [Test]
    public void An_oom_event_just_before_the_end_is_the_reason()
    {
        Happens("oom");
        Happens("die", ("exitCode", "137"));
        Assert.That((_tally.LastEndWasOom, _tally.OomEnds, _tally.LastExitCode), Is.EqualTo((true, 1UL, (int?)137)));
        Happens("start");
        Assert.That(Counted(), Is.EqualTo("oom=1"));
    }

    [Test]
    public void A_child_killed_long_ago_is_not_the_reason()
    {
        Happens("oom");
        _now += 60_000_000_000;
        Happens("die", ("exitCode", "1"));
        Happens("start");
        Assert.That(Counted(), Is.EqualTo("error=1"));
    }

    [Test]
    public void Stop_and_restart_by_the_daemon_are_manual()
    {
        Happens("kill", ("signal", "15"));
        Happens("die", ("exitCode", "143"));
        Happens("stop");
        Happens("start");
        Happens("restart");
        Assert.That(Counted(), Is.EqualTo("manual=1"));
    }

    [TestCase("1")]
    [TestCase("SIGHUP")]
    public void A_signal_that_asks_for_a_reload_does_not_explain_a_later_crash(string signal)
    {
        Happens("kill", ("signal", signal));
        Happens("die", ("exitCode", "2"));
        Happens("start");
        Assert.That(Counted(), Is.EqualTo("error=1"));
    }

    [Test]
    public void A_restart_while_the_health_check_fails_is_for_its_health()
    {
        Happens("health_status: unhealthy");
        Happens("kill", ("signal", "15"));
        Happens("die", ("exitCode", "137"));
        Happens("start");
        Assert.That(Counted(), Is.EqualTo("unhealthy=1"));
    }

    [Test]
    public void A_start_after_the_daemon_was_lost_is_the_daemons()
    {
        _tally.Lost(_now);
        Happens("start");
        Assert.That(Counted(), Is.EqualTo("daemon=1"));
    }

    [Test]
    public void A_daemon_that_stops_its_containers_before_it_goes_is_the_reason_as_well()
    {
        Happens("kill", ("signal", "15"));
        Happens("die", ("exitCode", "137"));
        _tally.Lost(_now);
        Happens("start");
        Assert.That(Counted(), Is.EqualTo("daemon=1"));
    }

    [Test]
    public void A_connection_that_broke_while_the_container_ran_on_explains_nothing()
    {
        _tally.Lost(_now);
        Happens("die", ("exitCode", "3"));
        Happens("start");
        Assert.That(Counted(), Is.EqualTo("error=1"));
    }

    [Test]
    public void Events_told_again_after_a_reconnect_are_counted_once()
    {
        var die = Event("die", ("exitCode", "3"));
        var start = Event("start");
        foreach (var happened in new[] { die, start, die, start })
        {
            _tally.Observe(happened);
        }

        Assert.That(Counted(), Is.EqualTo("error=1"));
    }

    [Test]
    public void The_first_start_of_a_new_container_is_none()
    {
        var fresh = new RestartTally();
        fresh.Begin(Facts(), Boot, HeardSince);
        fresh.Observe(new DockerEvent("c", "start", Nanoseconds(FirstStart) + 5_000_000, new Dictionary<string, string>()));
        Assert.That(fresh.Counts.ToArray(), Is.All.Zero);
    }

    [Test]
    public void A_start_without_an_event_is_counted_a_round_later()
    {
        var restarted = Facts(container => (container.Started, container.RestartCount) = (FirstStart.AddHours(1), 1));
        _tally.Observe(restarted);
        Assert.That(_tally.Settle(), Is.False, "its event may be under way");
        _tally.Observe(restarted);
        Assert.That(Counted(), Is.Empty);
        Assert.That(_tally.Settle(), Is.True);
        _tally.Observe(restarted);
        Assert.That(Counted(), Is.EqualTo("unknown=1"));
        Assert.That(_tally.Settle(), Is.False);
        _tally.Observe(restarted);
        Assert.That(Counted(), Is.EqualTo("unknown=1"));
    }

    [Test]
    public void A_start_seen_by_inspection_before_its_event_is_counted_once()
    {
        Happens("die", ("exitCode", "3"));
        _now = Nanoseconds(FirstStart.AddHours(1)) + 4_000_000;
        _tally.Observe(Facts(container => container.Started = FirstStart.AddHours(1)));
        Happens("start");
        _tally.Settle();
        _tally.Observe(Facts(container => container.Started = FirstStart.AddHours(1)));
        Assert.That(Counted(), Is.EqualTo("error=1"));
    }

    [Test]
    public void Restarts_by_policy_before_the_watch_are_of_unknown_reason()
    {
        var old = new RestartTally();
        old.Begin(Facts(container => container.RestartCount = 5), Boot, HeardSince);
        Assert.That(old.Counts[(int)RestartReason.Unknown], Is.EqualTo(5));
    }

    [Test]
    public void A_container_of_before_the_boot_that_runs_again_was_restarted_by_it()
    {
        var old = new RestartTally();
        old.Begin(
            Facts(container => (container.Started, container.Finished) = (Boot.AddDays(9), Boot.AddDays(8)), policy: "always"), Boot.AddDays(8.5), HeardSince);
        Assert.That(old.Counts[(int)RestartReason.Daemon], Is.EqualTo(1));
    }

    [Test]
    public void An_end_by_oom_that_only_inspection_tells_of_is_counted_once()
    {
        Happens("die", ("exitCode", "137"));
        var dead = Facts(container => (container.State, container.OomKilled, container.ExitCode, container.Finished) =
            ("exited", true, 137, FirstStart.AddHours(1)));
        _tally.Observe(dead);
        _tally.Observe(dead);
        Assert.That((_tally.OomEnds, _tally.LastEndWasOom), Is.EqualTo((1UL, true)));
    }

    [Test]
    public void Events_of_lives_before_the_first_sight_are_not_counted_again()
    {
        var looping = new RestartTally();
        looping.Begin(Facts(container => container.RestartCount = 1), Boot, HeardSince);
        looping.Observe(At(FirstStart.AddSeconds(-2), "start"));
        looping.Observe(At(FirstStart.AddSeconds(-1), "die", ("exitCode", "137")));
        looping.Observe(At(FirstStart.AddMilliseconds(3), "start"));
        Assert.That(looping.Total, Is.EqualTo(1));

        looping.Observe(At(FirstStart.AddSeconds(2), "die", ("exitCode", "1")));
        looping.Observe(At(FirstStart.AddSeconds(3), "start"));
        Assert.That(looping.Counts[(int)RestartReason.Error], Is.EqualTo(1));
    }

    [Test]
    public void The_start_of_a_life_that_had_ended_at_the_first_sight_is_not_counted_again()
    {
        var ended = new RestartTally();
        ended.Begin(
            Facts(container => (container.State, container.ExitCode, container.RestartCount, container.Finished) = ("exited", 137, 2, FirstStart.AddSeconds(1))), Boot, HeardSince);
        ended.Observe(At(FirstStart.AddMilliseconds(3), "start"));
        ended.Observe(At(FirstStart.AddSeconds(1).AddMilliseconds(5), "die", ("exitCode", "137")));
        Assert.That(ended.Total, Is.EqualTo(2));
        Assert.That(ended.LastExitCode, Is.EqualTo(137));
    }

    [Test]
    public void Starts_that_inspection_showed_before_their_events_are_counted_once()
    {
        _tally.Observe(At(FirstStart.AddMilliseconds(3), "start"));
        _tally.Observe(At(FirstStart.AddSeconds(1), "die", ("exitCode", "137")));
        _tally.Observe(At(FirstStart.AddSeconds(2), "start"));
        var third = FirstStart.AddSeconds(4);
        var facts = Facts(container => (container.Started, container.RestartCount) = (third, 2));
        for (var round = 0; round < 3; round++)
        {
            _tally.Observe(facts);
            _tally.Settle();
        }

        Assert.That(_tally.Total, Is.EqualTo(2));

        _tally.Observe(At(FirstStart.AddSeconds(3), "die", ("exitCode", "137")));
        _tally.Observe(At(third.AddMilliseconds(3), "start"));
        _tally.Observe(At(third.AddSeconds(1), "die", ("exitCode", "137")));
        Assert.That(_tally.Total, Is.EqualTo(2));
    }

    [Test]
    public void A_restart_that_the_daemon_has_counted_and_not_done_yet_is_counted_when_it_is_done()
    {
        var waiting = new RestartTally();
        waiting.Begin(
            Facts(container => (container.State, container.ExitCode, container.RestartCount, container.Finished) = ("restarting", 1, 1, FirstStart.AddSeconds(1))),
            Boot,
            HeardSince);
        Assert.That(waiting.Total, Is.Zero);
        waiting.Observe(At(FirstStart.AddMilliseconds(3), "start"));
        waiting.Observe(At(FirstStart.AddSeconds(1).AddMilliseconds(5), "die", ("exitCode", "1")));
        waiting.Observe(At(FirstStart.AddSeconds(2), "start"));
        Assert.That(waiting.Counts[(int)RestartReason.Error], Is.EqualTo(1));
        Assert.That(waiting.Total, Is.EqualTo(1));
    }

    [Test]
    public void A_container_that_had_ended_before_the_watch_and_is_started_is_counted()
    {
        var stopped = new RestartTally();
        stopped.Begin(
            Facts(container => (container.State, container.ExitCode, container.Finished) = ("exited", 3, FirstStart.AddSeconds(1))),
            Boot,
            Nanoseconds(FirstStart.AddSeconds(2)));
        stopped.Observe(At(FirstStart.AddSeconds(4), "start"));
        Assert.That(stopped.Counts[(int)RestartReason.Error], Is.EqualTo(1));
    }

    [Test]
    public void Restarts_that_no_event_told_of_are_counted_by_the_daemons_own_count()
    {
        var facts = Facts(container => (container.Started, container.RestartCount) = (FirstStart.AddHours(1), 4));
        _tally.Observe(facts);
        _tally.Settle();
        _tally.Settle();
        _tally.Observe(facts);
        Assert.That(Counted(), Is.EqualTo("unknown=4"));
    }

    [Test]
    public void An_end_that_only_inspection_told_of_explains_the_start_after_it()
    {
        _tally.Observe(Facts(container => (container.State, container.ExitCode, container.Finished) = ("exited", 3, FirstStart.AddHours(1))));
        Happens("start");
        Assert.That(Counted(), Is.EqualTo("error=1"));
    }

    private static ContainerFacts Facts(Action<FakeContainer>? change = null, string policy = "no")
    {
        var container = new FakeContainer { Id = "c", Name = "c", Started = FirstStart, Created = Boot.AddHours(1), RestartPolicy = policy };
        change?.Invoke(container);
        return FakeFacts.Of(container);
    }

    private static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;

    private DockerEvent Event(string action, params (string Key, string Value)[] attributes) =>
        new("c", action, _now += 1_000_000, attributes.ToDictionary(pair => pair.Key, pair => pair.Value));

    private static DockerEvent At(DateTimeOffset time, string action, params (string Key, string Value)[] attributes) =>
        new("c", action, Nanoseconds(time), attributes.ToDictionary(pair => pair.Key, pair => pair.Value));

    private void Happens(string action, params (string Key, string Value)[] attributes) => _tally.Observe(Event(action, attributes));

    private string Counted() => string.Join(
        ' ',
        Enum.GetValues<RestartReason>().Where(reason => _tally.Counts[(int)reason] > 0)
            .Select(reason => $"{reason.ToString().ToLowerInvariant()}={_tally.Counts[(int)reason]}"));
}
