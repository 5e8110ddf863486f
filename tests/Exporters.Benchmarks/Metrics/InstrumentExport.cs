using System.Buffers;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using Exporters.Metrics;
using Exporters.Metrics.Exposition;
using Exporters.Metrics.Instruments;

namespace Exporters.Benchmarks.Metrics;

/// <summary>What the instruments add to a scrape: exported by prometheus-net, taken apart, put on the page; ten histograms and 180 series in all.</summary>
[MemoryDiagnoser]
[Config(typeof(CpuTime))]
public class InstrumentExport
{
    private const int Histograms = 10;
    private const int Counters = 20;

    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly InstrumentRegistry _registry = new();
    private readonly FamilyWriter _writer = new();
    private readonly Page _page = new();
    private readonly MemoryStream _text = new();
    private readonly ArrayBufferWriter<byte> _output = new(1 << 18);
    private InstrumentCollector _collector = null!;

    [GlobalSetup]
    public void Setup()
    {
        _collector = new InstrumentCollector(_registry, showsProcess: true);
        for (var i = 0; i < Histograms; i++)
        {
            var family = Family.Histogram(string.Create(CultureInfo.InvariantCulture, $"exporters_thing_{i}_duration_seconds"), "Seconds.", "path");
            _registry.Histogram(family, Bounds).WithLabels("/metrics").Observe(0.3);
        }

        for (var i = 0; i < Counters; i++)
        {
            var family = Family.Counter(string.Create(CultureInfo.InvariantCulture, $"exporters_things_{i}_total"), "Things.", "code", "path");
            var counter = _registry.Counter(family);
            counter.WithLabels("200", "/metrics").Inc();
            counter.WithLabels("503", "/metrics").Inc();
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _collector.Dispose();
        _text.Dispose();
    }

    /// <summary>The package alone.</summary>
    [Benchmark(Baseline = true)]
    public long Export()
    {
        _text.SetLength(0);
        _registry.Export(_text);
        return _text.Length;
    }

    /// <summary>All that a scrape does for them.</summary>
    [Benchmark]
    public int ExportAndMerge()
    {
        _writer.Clear();
        _page.Clear();
        _output.ResetWrittenCount();
        _collector.Collect(_writer);
        _page.Add(_writer, _collector.Name);
        _page.Complete();
        _page.Write(_output, ExpositionFormat.OpenMetrics);
        return _output.WrittenCount;
    }
}
