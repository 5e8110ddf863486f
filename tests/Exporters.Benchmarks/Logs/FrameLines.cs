using System.Text;
using BenchmarkDotNet.Attributes;
using Exporters.Logs.Batching;
using Exporters.Logs.Framing;
using Exporters.Logs.Parsing;
using Exporters.Logs.Streams;

namespace Exporters.Benchmarks.Logs;

/// <summary>
/// A block of 1000 lines of 200 bytes: lines found, checked, joined or not, and put into batches that are given back at once. With
/// <see cref="Parsed"/> each line is parsed as well: all of the reading side but the read itself.
/// </summary>
[Config(typeof(CpuTime))]
[MemoryDiagnoser]
[MinColumn]
public class FrameLines
{
    private const int Lines = 1000;

    private readonly Batcher _batcher = new(new BatchLimits(), TimeProvider.System);
    private EventReader _reader = null!;
    private LogStream _stream = null!;
    private byte[] _bytes = [];

    /// <summary>Whether stack traces are looked for.</summary>
    [Params(false, true)]
    public bool Joins { get; set; }

    [Params(false, true)]
    public bool Parsed { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _reader = new EventReader(new Intake(_batcher));
        _stream = LogStreams.Create(Parsed ? () => LineParsers.Create(new FormatConfig()) : () => new NoParser(), Joins);
        _bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Lines).Select(i => LogStreams.Line.Replace("81723", $"8{i:0000}", StringComparison.Ordinal) + "\n")));
    }

    [Benchmark(OperationsPerInvoke = Lines)]
    public int Frame()
    {
        var records = 0;
        _reader.Read(_stream, new Block(_bytes, 0, 0), default, nowTicks: 1, modifiedTicks: 1, Flush.Event);
        _batcher.CloseAll();
        while (_batcher.Closed.TryRead(out var batch))
        {
            records += batch.Count;
            _batcher.Release(batch);
        }

        return records == Lines ? records : throw new InvalidOperationException($"{records} records of {Lines} lines");
    }
}
