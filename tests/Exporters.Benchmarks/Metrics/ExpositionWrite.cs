using System.Buffers;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using Exporters.Metrics;
using Exporters.Metrics.Exposition;

namespace Exporters.Benchmarks.Metrics;

/// <summary>One page from samples to bytes, with cached labels, as a steady scrape does it.</summary>
[MemoryDiagnoser]
public class ExpositionWrite
{
    private const int FamiliesPerDevice = 30;

    private readonly FamilyWriter _writer = new();
    private readonly Page _page = new();
    private readonly ArrayBufferWriter<byte> _output = new(8 << 20);
    private Family[] _families = [];
    private LabelSet[] _devices = [];

    [Params(1500, 15000)]
    public int Series { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _families = [.. Enumerable.Range(0, FamiliesPerDevice).Select(i => Family.Counter(
            string.Create(CultureInfo.InvariantCulture, $"node_network_some_thing_{i}_total"), "A counter of a network device.", "device"))];
        _devices = [.. Enumerable.Range(0, Series / FamiliesPerDevice).Select(i => LabelSet.Of("device", string.Create(CultureInfo.InvariantCulture, $"eth{i}")))];
    }

    [Benchmark]
    public int Write()
    {
        _writer.Clear();
        _page.Clear();
        _output.ResetWrittenCount();
        var value = 1234567.0;
        foreach (var device in _devices)
        {
            foreach (var family in _families)
            {
                _writer.Write(family, value++, device);
            }
        }

        _page.Add(_writer, "bench");
        _page.Complete();
        _page.Write(_output, ExpositionFormat.Text);
        return _output.WrittenCount;
    }
}
