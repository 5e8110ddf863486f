using Exporters.Containers.Lifecycle;
using Exporters.Docker;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Lifecycle;

/// <summary>
/// What a daemon does to one container, at random: when it starts, ends and is started again, what its events say, and what inspection
/// would show at any moment. As in Docker, a start is seen by inspection before its event is told and its end is dealt with after
/// that; a process may have ended before either. The daemon counts a restart by policy at the end before it, and begins anew with a start by hand.
/// </summary>
internal sealed class RestartHistory
{
    private const long Millisecond = 1_000_000;
    private static readonly DateTimeOffset Origin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly List<(long From, ContainerFacts Facts)> _states = [];

    public RestartHistory(Random random)
    {
        long now = 0, finished = -1;
        var (count, exitCode) = (0, 0);
        Show(0, "created", null, null, 0, 0);
        var lives = random.Next(1, 7);
        for (var life = 0; life < lives; life++)
        {
            now += random.Next(1, 400) * Millisecond;
            var started = now;
            Show(started, "running", started, finished < 0 ? null : finished, count, exitCode);
            Starts.Add(started);
            now += random.Next(0, 50) * Millisecond;
            Tell(++now, "start");
            finished = Math.Max(started, random.Next(3) == 0 ? random.NextInt64(started, now) : now + (random.Next(0, 8000) * Millisecond));
            var byHand = random.Next(4) == 0;
            var killed = 0L;
            if (byHand)
            {
                Tell(now = Math.Max(now, finished) + 1, "kill", ("signal", "15"));
                killed = finished = now;
            }

            now = Math.Max(now, finished) + (random.Next(0, 30) * Millisecond);
            exitCode = byHand ? 143 : random.Next(0, 3);
            var byPolicy = !byHand && random.Next(3) > 0;
            count += byPolicy ? 1 : 0;
            Show(++now, byPolicy ? "restarting" : "exited", started, finished, count, exitCode);
            now += random.Next(0, 20) * Millisecond;
            Tell(++now, "die", ("exitCode", $"{exitCode}"));
            Reasons.Add((byHand ? RestartReason.Manual : exitCode == 0 ? RestartReason.Completed : RestartReason.Error, killed));
            count = byPolicy ? count : 0;
            now += 100 * Millisecond;
        }

        End = now;
    }

    /// <summary>Times are nanoseconds after the origin.</summary>
    public List<long> Starts { get; } = [];

    /// <summary>Why each start after the first came, and since when one has to listen to know.</summary>
    public List<(RestartReason Reason, long ToldAt)> Reasons { get; } = [];

    /// <summary>Why a start came, as one can tell who listens since then: without the event of the kill it is a signal.</summary>
    public RestartReason ReasonOf(int start, long heardSince)
    {
        var (reason, toldAt) = Reasons[start - 1];
        return reason == RestartReason.Manual && toldAt < heardSince ? RestartReason.Signal : reason;
    }

    public List<(long Time, DockerEvent Event)> Events { get; } = [];

    public long End { get; }

    public static long Absolute(long time) => ((Origin - DateTimeOffset.UnixEpoch).Ticks * 100) + time;

    /// <summary>What inspection shows at a moment.</summary>
    public ContainerFacts At(long time) => _states.Last(state => state.From <= time).Facts;

    private static DateTimeOffset? Time(long? time) => time is { } known ? Origin.AddTicks(known / 100) : null;

    private void Tell(long time, string action, params (string Key, string Value)[] attributes) =>
        Events.Add((time, new DockerEvent("c", action, Absolute(time), attributes.ToDictionary(pair => pair.Key, pair => pair.Value))));

    private void Show(long from, string state, long? started, long? finished, int count, int exitCode) => _states.Add((from, FakeFacts.Of(new FakeContainer
    {
        Id = "c", Name = "c", State = state, Started = Time(started), Finished = Time(finished), RestartCount = count, ExitCode = exitCode,
        Created = Origin,
    })));
}
