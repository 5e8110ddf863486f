using System.Globalization;
using System.Text;
using Exporters.Docker.Feed;
using Exporters.LogSink;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Otlp;
using Exporters.Logs.Parsing;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Runs;
using Exporters.Logs.Sources;
using Exporters.Logs.Steps;
using Exporters.Metrics.Instruments;
using Exporters.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Pipeline;

/// <summary>
/// A receiver that is away for an hour of the clock while a program writes to a log that is rotated: 64 KiB a second with every test
/// run, <c>OUTAGE_RATE=1048576</c> for a megabyte.
/// </summary>
internal sealed class OutageTests
{
    private const int Seconds = 3600;
    private const int LinesPerSecond = 32;
    private const long Flat = 8 << 20;

    private static readonly int LineBytes = (Environment.GetEnvironmentVariable("OUTAGE_RATE") is { Length: > 0 } rate ? int.Parse(rate, CultureInfo.InvariantCulture) : 64 * 1024) / LinesPerSecond;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string _root = "";

    [SetUp]
    public void MakeDirectory() => _root = Directory.CreateTempSubdirectory("outage").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task An_hour_without_receiver_loses_nothing_and_takes_no_memory()
    {
        var came = new int[Seconds * LinesPerSecond];
        var known = 0;
        await using var sink = await Sink.StartAsync(new SinkOptions
        {
            Script = "cycle:503,reset",
            Asked = (answer, records) =>
            {
                foreach (var record in answer.IsKept ? records : [])
                {
                    var number = int.Parse(record.Body.AsSpan(0, record.Body.IndexOf(':')), CultureInfo.InvariantCulture);
                    if (Interlocked.Increment(ref came[number]) == 1)
                    {
                        Interlocked.Increment(ref known);
                    }
                }
            },
        });
        var time = new ManualTimeProvider();
        var config = new LogsConfig
        {
            StateDirectory = Path.Combine(_root, "state"),
            Otlp = new OtlpConfig { Endpoint = new Uri(sink.Url + "/v1/logs"), Gzip = false, Timeout = TimeSpan.FromMinutes(10) },
            Sources = [new SourceConfig { Name = "big", Service = "big", Include = [Path.Combine(_root, "big.log")], Format = new FormatConfig() }],
        };
        var store = CheckpointStore.Open(config.StateDirectory, time, NullLogger.Instance);
        var sender = new OtlpSender(config.Otlp, config.StateDirectory, new SenderInstruments(new InstrumentRegistry()), time, NullLoggerFactory.Instance);
        using var daemons = new DockerFeeds(time);
        await using var pipeline = new LogPipeline(config, store, sender, PipelineSources.Create(config, daemons, time, NullLoggerFactory.Instance, new DerivedMetrics()), time, NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        using var abandon = new CancellationTokenSource();
        using var log = new RotatingLog(Path.Combine(_root, "big.log"));
        log.WriteSecond();
        var running = pipeline.RunAsync(untilRead: false, stop.Token, abandon.Token);
        var heap = new List<long>();
        for (var second = 1; second < Seconds; second++)
        {
            log.WriteSecond();
            time.Advance(TimeSpan.FromSeconds(1));
            if (second % 300 == 0)
            {
                log.Rotate();
                heap.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        var (read, delivered, pending, _, _) = pipeline.Sources[0].Setup.Ledger.Snapshot();
        Assert.That(delivered, Is.Zero);
        Assert.That(pending, Is.EqualTo(read).And.LessThanOrEqualTo(6 * config.Batch.MaxRecords), "what is read ahead is bounded");

        // A single look may meet requests that the receiver, which is in this process too, has just taken in.
        Assert.That(heap.Order().ElementAt(heap.Count / 2) - heap[0], Is.LessThan(Flat), () => $"memory while the receiver is away: {string.Join(' ', heap)}");
        Assert.That(heap[^1] - heap[1], Is.LessThan(Flat), () => $"memory while the receiver is away: {string.Join(' ', heap)}");

        sink.Follow("");
        await UntilAsync(() => Volatile.Read(ref known) >= log.Lines / 2);
        var half = GC.GetTotalMemory(forceFullCollection: true);
        await UntilAsync(() => Volatile.Read(ref known) == log.Lines && pipeline.Sources[0].Setup.Ledger.Delivered == log.Lines);
        await stop.CancelAsync();
        Assert.That(await running, Is.True);

        Assert.That(came.Max(), Is.EqualTo(1), "nothing came twice");
        Assert.That(half - heap[0], Is.LessThan(4 * Flat), "memory while catching up: the batches in memory, and what the receiver in this process holds");
        TestContext.Out.WriteLine($"{log.Lines} lines of {LineBytes} bytes; heap at each rotation {string.Join(' ', heap.Select(h => h >> 10))} KiB, halfway through catching up {half >> 10} KiB");

        // The clock goes on only when nothing else does: the breaker's waits are long, and attempts must not be timed out by it.
        async Task UntilAsync(Func<bool> condition)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            for (var before = Volatile.Read(ref known); !condition();)
            {
                await Task.Delay(20);
                if (Volatile.Read(ref known) != before)
                {
                    before = Volatile.Read(ref known);
                    clock.Restart();
                }
                else if (sink.Busy == 0)
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                }

                Assert.That(clock.Elapsed, Is.LessThan(Patience), () => $"{known} of {log.Lines} lines came");
            }
        }
    }

    private sealed class RotatingLog(string path) : IDisposable
    {
        private readonly byte[] _second = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', LineBytes - 1) + "\n", LinesPerSecond)));
        private FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        private int _rotations;

        public int Lines { get; private set; }

        public void WriteSecond()
        {
            for (var line = 0; line < LinesPerSecond; line++)
            {
                Encoding.ASCII.GetBytes(Lines++.ToString("D9", CultureInfo.InvariantCulture) + ":", _second.AsSpan(line * LineBytes));
            }

            _file.Write(_second);
        }

        public void Rotate()
        {
            _file.Dispose();
            File.Move(path, string.Create(CultureInfo.InvariantCulture, $"{path}-{++_rotations:D4}"));
            _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }

        public void Dispose() => _file.Dispose();
    }
}
