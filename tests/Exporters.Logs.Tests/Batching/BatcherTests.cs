using System.Globalization;
using Exporters.Logs.Batching;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;
using Exporters.Logs.Tests.Tailing;
using Exporters.Testing;

namespace Exporters.Logs.Tests.Batching;

/// <summary>Batches that are not full while memory is.</summary>
internal sealed class BatcherTests
{
    private const int Line = 500;

    private ManualTimeProvider _time = null!;
    private Batcher _batcher = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new ManualTimeProvider();
        _batcher = new Batcher(new BatchLimits(1000, 1000, TimeSpan.FromSeconds(5)), _time);
    }

    [Test]
    public void While_memory_is_full_of_small_batches_one_goes_only_when_it_tells_where_its_stream_stands()
    {
        var intake = new Intake(_batcher);
        var reading = Stream(0);

        // The oldest batch is of a stream that is being read: it has given a line, and not yet said where it stands.
        _batcher.Begin(reading);
        Add(intake, reading);
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 1; i < BatchLimits.MaxBatchesInMemory * 2; i++)
        {
            var stream = Stream(i);
            Assert.That(_batcher.TryBegin(stream));
            Add(intake, stream);
            Seal(stream);
        }

        Assert.That(_batcher.HasRoom, Is.False);
        while (_batcher.Queued < BatchLimits.MaxQueued + 1)
        {
            Assert.That(_batcher.TryBegin(reading), Is.False);
        }

        Assert.That(Closed().Select(part => part.End.Offset), Is.All.EqualTo(Line));
        Assert.That(reading.OpenPart, Is.Not.Null);
    }

    [Test]
    public void The_only_batch_goes_once_it_is_sealed()
    {
        var intake = new Intake(_batcher);
        var stream = Stream(0);
        _batcher.AddBytes(1000 * BatchLimits.MaxBatchesInMemory);
        _batcher.Begin(stream);
        Add(intake, stream);
        Assert.That(_batcher.TryBegin(stream), Is.False);
        Assert.That(_batcher.Queued, Is.Zero);
        Seal(stream);
        Assert.That(_batcher.TryBegin(stream), Is.False);
        Assert.That(Closed().Single().End.Offset, Is.EqualTo(Line));
    }

    private static LogStream Stream(int number) =>
        new(number + 1, $"stream {number}", new SourceSetup { Ledger = new SourceLedger("app"), Parser = () => new TextParser() }, new LogResource([new("service.name", number.ToString(CultureInfo.InvariantCulture))]));

    private static void Add(Intake intake, LogStream stream) => intake.Add(stream, "a line"u8, offset: 0, Line, lines: 1, readTicks: 1, eventTicks: 0);

    private void Seal(LogStream stream) => _batcher.Seal(stream, new Position(Line, LineContinuation.None, 0, 0), modifiedTicks: 0);

    private List<BatchPart> Closed()
    {
        var parts = new List<BatchPart>();
        while (_batcher.Closed.TryRead(out var batch))
        {
            parts.AddRange(Enumerable.Range(0, batch.PartCount).Select(batch.PartAt));
        }

        return parts;
    }
}
