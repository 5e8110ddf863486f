using System.Globalization;
using Exporters.Logs.Batching;
using Exporters.Logs.Parsing;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>Whose turn it is among files that the receiver sees as one stream, on a manual clock.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StreamOrderTests : IDisposable
{
    private readonly TailRig _rig = new() { Parser = () => LineParsers.Create(new FormatConfig()), Limits = new BatchLimits(100, 1 << 20, TimeSpan.FromSeconds(5)) };
    private int _lines;

    public void Dispose() => _rig.Dispose();

    [Test]
    public void Three_hours_without_a_receiver_are_sent_in_the_order_of_time()
    {
        _rig.Start();
        for (var minute = 0; minute < 180; minute++)
        {
            WriteLines("access.log", 20);
            if (minute % 30 == 0)
            {
                WriteLines("error.log", 1);
            }

            _rig.Time.Advance(TimeSpan.FromMinutes(1));
            _rig.Read(); // there is room for some batches only, and nobody sends them
        }

        _rig.Deliver().Pass(70);

        Assert.That(_rig.Receiver.Records, Has.Count.EqualTo(_lines));
        Assert.That(Refused(), Is.Empty);
    }

    [Test]
    public void Live_lines_are_not_held_up_by_a_file_that_is_at_its_end()
    {
        WriteLines("quiet.log", 3);
        _rig.Start().Deliver();
        _rig.Time.Advance(TimeSpan.FromHours(5));
        WriteLines("busy.log", 3);
        _rig.Deliver();

        Assert.That(_rig.Receiver.Records, Has.Count.EqualTo(6));
    }

    [Test]
    public void Live_lines_are_not_held_up_by_a_clock_that_is_ahead()
    {
        WriteLines("a.log", 3);
        _rig.Start().Deliver();
        WriteLines("a.log", 1);
        _rig.Write("ahead.log", Line(_rig.Time.GetUtcNow().AddHours(2)));
        _lines++;
        _rig.Deliver();

        Assert.That(_rig.Receiver.Records, Has.Count.EqualTo(_lines));
    }

    [Test]
    public void A_file_that_is_deleted_while_others_wait_for_it_is_waited_for_no_longer()
    {
        WriteLines("old.log", 500);
        _rig.Time.Advance(TimeSpan.FromHours(5));
        WriteLines("new.log", 100);
        _rig.Start();
        _rig.Read();
        _rig.Delete("old.log");
        _rig.Deliver().Pass(20);

        Assert.That(_rig.Receiver.Records.Count(record => record.Attributes.Contains("new.log", StringComparison.Ordinal)), Is.EqualTo(100));
        Assert.That(Refused(), Is.Empty);
    }

    private static string Line(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss.fff}Z INFO a line\n");

    private void WriteLines(string name, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _rig.Time.Advance(TimeSpan.FromMilliseconds(10));
            _rig.Write(name, Line(_rig.Time.GetUtcNow()));
            _lines++;
        }
    }

    /// <summary>What Loki would refuse: it lies more than an hour behind the newest before it.</summary>
    private List<SentRecord> Refused()
    {
        var newest = 0L;
        return _rig.Receiver.Records.FindAll(record =>
        {
            newest = Math.Max(newest, record.Ticks);
            return record.Ticks < newest - TimeSpan.FromHours(1).Ticks;
        });
    }
}
