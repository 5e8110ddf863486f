using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests;

public sealed class OptionalCollectorTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FamilyWriter _writer = new();

    [Test]
    public void While_its_directory_is_absent_it_is_not_asked_and_fails_as_absent()
    {
        using var machine = FixtureTree.Empty();
        var inner = new Counted();
        var collector = new OptionalCollector(inner, machine.Paths.Sys("fs/none"), absentIsSuccess: false, _time);
        collector.Collect(_writer);

        Assert.That(inner.Asked, Is.Zero);
        Assert.That(_writer.Lacking, Does.EndWith("/sys/fs/none: no such file"));
        _writer.Clear();
        Assert.That(_writer.Lacking, Is.Null);
    }

    [Test]
    public void A_directory_that_came_is_seen_half_a_minute_later_at_most_and_one_that_went_at_the_next_look()
    {
        using var machine = FixtureTree.Empty();
        var inner = new Counted();
        var collector = new OptionalCollector(inner, machine.Paths.Sys("fs/none"), absentIsSuccess: true, _time);
        collector.Collect(_writer);
        machine.Add("sys/fs/none/file", "");
        collector.Collect(_writer);
        Assert.That(inner.Asked, Is.Zero);

        _time.Advance(OptionalCollector.Interval);
        collector.Collect(_writer);
        Assert.That(inner.Asked, Is.EqualTo(1));
        Assert.That(_writer.Lacking, Is.Null);

        machine.Remove("sys/fs/none");
        _time.Advance(OptionalCollector.Interval);
        collector.Collect(_writer);
        Assert.That(inner.Asked, Is.EqualTo(1));
    }

    [Test]
    public void A_scrape_without_it_allocates_nothing()
    {
        using var machine = FixtureTree.Empty();
        Allocations.AreNone(new OptionalCollector(new Counted(), machine.Paths.Sys("fs/none"), absentIsSuccess: false, _time));
    }

    private sealed class Counted : ICollector
    {
        public int Asked { get; private set; }

        public string Name => "counted";

        public IReadOnlyList<Family> Families => [];

        public void Collect(FamilyWriter writer) => Asked++;
    }
}
