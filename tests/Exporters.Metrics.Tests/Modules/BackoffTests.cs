using Exporters.Metrics.Modules;

namespace Exporters.Metrics.Tests.Modules;

internal sealed class BackoffTests
{
    [Test]
    public void Waits_double_up_to_the_longest_and_begin_anew_after_a_success()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.That(Enumerable.Range(0, 8).Select(_ => backoff.Next().TotalSeconds), Is.EqualTo(new double[] { 1, 2, 4, 8, 16, 30, 30, 30 }));

        backoff.Reset();
        Assert.That(backoff.Next(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public void Jitter_takes_away_or_adds_at_most_its_part()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), jitter: 0.2);
        Assert.That(Enumerable.Range(0, 1000).Select(_ => backoff.Next().TotalSeconds), Has.All.InRange(8.0, 12.0));
    }

    [Test]
    public void Failures_without_end_wait_the_longest() =>
        Assert.That(Backoff.After(int.MaxValue, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), Is.EqualTo(TimeSpan.FromMinutes(1)));
}
