using Exporters.Containers.Lifecycle;

namespace Exporters.Containers.Tests.Lifecycle;

/// <summary>Events may be late and inspection ahead of them, in any mixture: a start counts once.</summary>
internal sealed class RestartTallyPropertyTests
{
    private const int Histories = 20_000;

    /// <summary>Rounds go by as they like, so that starts are counted by inspection whose events come afterwards.</summary>
    [Test]
    public void Every_start_after_the_first_sight_counts_once_whoever_tells_of_it_first()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            Watch(seed, settles: true);
        }
    }

    /// <summary>No event is later than a round: every start has the reason that its end gives it.</summary>
    [Test]
    public void The_reasons_are_those_of_the_ends_where_events_come_within_a_round()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var (tally, history, first, heardSince) = Watch(seed, settles: false);
            var expected = new ulong[tally.Counts.Length];
            expected[(int)RestartReason.Unknown] = Known(history.At(first));
            for (var i = 1; i < history.Starts.Count; i++)
            {
                expected[(int)history.ReasonOf(i, heardSince)] += history.Starts[i] > first ? 1UL : 0;
            }

            Assert.That(tally.Counts.ToArray(), Is.EqualTo(expected), $"seed {seed}");
        }
    }

    [Test]
    public void Without_any_event_no_start_is_counted_that_was_not()
    {
        for (var seed = 0; seed < Histories; seed++)
        {
            var random = new Random(seed);
            var history = new RestartHistory(random);
            var first = random.NextInt64(0, history.End);
            var tally = Begin(history, first, first);
            for (var time = first; time <= history.End; time += random.NextInt64(1, 2_000_000_000))
            {
                tally.Observe(history.At(time));
                tally.Settle();
            }

            Assert.That(tally.Total, Is.LessThanOrEqualTo(Starts(history, first) + Known(history.At(first))), $"seed {seed}");
        }
    }

    private static (RestartTally Tally, RestartHistory History, long First, long HeardSince) Watch(int seed, bool settles)
    {
        var random = new Random(seed);
        var history = new RestartHistory(random);
        var heardSince = random.NextInt64(-1_000_000_000, history.End);
        var first = random.NextInt64(Math.Max(0, heardSince), history.End + 1);
        var heard = history.Events.Where(e => e.Time >= heardSince).ToList();
        var tally = Begin(history, first, heardSince);
        var (now, next) = (first, 0);
        ulong before = tally.Total;
        while (now < history.End || next < heard.Count)
        {
            now = Math.Min(history.End, now + random.NextInt64(0, 700_000_000));
            switch (random.Next(settles ? 3 : 2))
            {
                case 0:
                    for (var most = random.Next(1, 6); most > 0 && next < heard.Count && heard[next].Time <= now; most--)
                    {
                        tally.Observe(heard[next++].Event);
                    }

                    break;
                case 1:
                    tally.Observe(history.At(now));
                    break;
                default:
                    tally.Settle();
                    break;
            }

            Assert.That(tally.Total, Is.InRange(before, Starts(history, first) + Known(history.At(first))), $"seed {seed}");
            before = tally.Total;
        }

        for (var round = 0; round < 3; round++)
        {
            tally.Settle();
            tally.Observe(history.At(now));
        }

        Assert.That(before = tally.Total, Is.EqualTo(Starts(history, first) + Known(history.At(first))), $"seed {seed}");
        heard.ForEach(e => tally.Observe(e.Event));
        Assert.That(tally.Total, Is.EqualTo(before), $"seed {seed}: told again after a reconnect");
        return (tally, history, first, heardSince);
    }

    private static RestartTally Begin(RestartHistory history, long first, long heardSince)
    {
        var tally = new RestartTally();
        tally.Begin(history.At(first), DateTimeOffset.UnixEpoch, RestartHistory.Absolute(heardSince));
        return tally;
    }

    /// <summary>Starts after the first sight; the first of all is no restart.</summary>
    private static ulong Starts(RestartHistory history, long first) => (ulong)history.Starts.Skip(1).Count(start => start > first);

    /// <summary>What the daemon had counted of those before.</summary>
    private static ulong Known(ContainerFacts facts) => (ulong)(facts.RestartCount - (facts.State == "restarting" ? 1 : 0));
}
