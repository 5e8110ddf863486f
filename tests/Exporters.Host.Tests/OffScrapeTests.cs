using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests;

public sealed class OffScrapeTests
{
    private readonly FamilyWriter _writer = new();

    [Test]
    public void What_comes_at_once_is_shown_without_its_age()
    {
        var reading = new OffScrape<string>("x", () => "answer", TimeProvider.System);

        Assert.That(reading.Read(_writer), Is.EqualTo("answer"));
        Assert.That(Page.Of(_writer), Is.Empty);
    }

    [Test]
    public void A_driver_that_does_not_answer_holds_up_no_scrape_and_is_asked_once()
    {
        using var gate = new ManualResetEventSlim();
        var asked = 0;
        var reading = new OffScrape<string>("x", () =>
        {
            Interlocked.Increment(ref asked);
            gate.Wait();
            return "late";
        }, TimeProvider.System);

        Assert.That(() => reading.Read(_writer), Throws.TypeOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Timeout));
        Assert.That(() => reading.Read(_writer), Throws.TypeOf<CollectorUnavailableException>());
        Assert.That(Volatile.Read(ref asked), Is.EqualTo(1));
        gate.Set();
        Assert.That(() => Try(reading), Is.EqualTo("late").After(30_000, 10));
    }

    [Test]
    public void While_the_next_answer_is_waited_for_the_last_is_shown_with_its_age()
    {
        using var gate = new ManualResetEventSlim(initialState: true);
        var reading = new OffScrape<string>("x", () =>
        {
            gate.Wait();
            return "answer";
        }, TimeProvider.System);
        reading.Read(_writer);
        gate.Reset();

        Assert.That(reading.Read(_writer), Is.EqualTo("answer"));
        Assert.That(Page.Of(_writer), Does.Contain("""exporters_collector_data_age_seconds{collector="x"} """));
        gate.Set();
    }

    [Test]
    public void What_the_kernel_refuses_is_said()
    {
        var reading = new OffScrape<string>("x", () => throw new ProcFileException("nl80211", Errno.NoEntry), TimeProvider.System);

        Assert.That(() => reading.Read(_writer), Throws.TypeOf<CollectorUnavailableException>().With.Property("Reason").EqualTo(UnavailableReason.Absent));
    }

    private string Try(OffScrape<string> reading)
    {
        try
        {
            return reading.Read(_writer);
        }
        catch (CollectorUnavailableException)
        {
            return "";
        }
    }
}
