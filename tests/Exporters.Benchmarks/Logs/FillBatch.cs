using System.Text;
using BenchmarkDotNet.Attributes;
using Exporters.Logs.Batching;
using Exporters.Logs.Streams;

namespace Exporters.Benchmarks.Logs;

/// <summary>A batch of 1000 records: begun, filled, sealed, closed, taken and given back.</summary>
[Config(typeof(CpuTime))]
[MemoryDiagnoser]
[MinColumn]
public class FillBatch
{
    private const int Records = 1000;

    private readonly byte[] _line = Encoding.UTF8.GetBytes(LogStreams.Line);
    private readonly Batcher _batcher = new(new BatchLimits(), TimeProvider.System);
    private Intake _intake = null!;
    private LogStream[] _streams = [];

    /// <summary>Streams of one resource that share the batch.</summary>
    [Params(1, 20)]
    public int Streams { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _intake = new Intake(_batcher);
        _streams = [.. Enumerable.Range(0, Streams).Select(_ => LogStreams.Create(() => new NoParser(), joins: false))];
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Fill()
    {
        for (var i = 0; i < Records; i++)
        {
            var stream = _streams[i % Streams];
            if (!_batcher.TryBegin(stream))
            {
                throw new InvalidOperationException("no room");
            }

            _intake.Add(stream, _line, i, _line.Length, lines: 1, readTicks: 1, eventTicks: 0);
            _batcher.Seal(stream, new Position(i, LineContinuation.None, 0, 0), modifiedTicks: 1);
        }

        return _batcher.Closed.TryRead(out var batch) ? Give(batch) : throw new InvalidOperationException("not full");
    }

    private int Give(Batch batch)
    {
        var count = batch.Count;
        _batcher.Release(batch);
        return count;
    }
}
