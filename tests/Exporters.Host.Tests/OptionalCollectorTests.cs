using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests;

public sealed class OptionalCollectorTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly FamilyWriter _writer = new();

    [SetUp]
    public void SetUp() => _writer.Clear();

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
    public void A_directory_that_came_is_seen_half_a_minute_later_at_most()
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
    }

    [Test]
    public void One_that_finds_its_directory_empty_is_not_asked_again_for_a_while_and_says_why()
    {
        using var machine = FixtureTree.Empty();
        Directory.CreateDirectory(machine.Paths.Sys("class/watchdog"));
        var collector = new OptionalCollector(Make.Collector("watchdog", machine.Paths), machine.Paths.Sys("class/watchdog"), absentIsSuccess: false, _time);
        collector.Collect(_writer);
        Assert.That(_writer.Lacking, Does.Contain("no watchdog"));

        machine.Add("sys/class/watchdog/watchdog0/timeout", "30\n");
        _writer.Clear();
        collector.Collect(_writer);
        Assert.That(_writer.Lacking, Does.Contain("no watchdog"));
        _writer.Clear();
        _time.Advance(OptionalCollector.Interval);
        collector.Collect(_writer);
        Assert.That(_writer.Lacking, Is.Null);
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
