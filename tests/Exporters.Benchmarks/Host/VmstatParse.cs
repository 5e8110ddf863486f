using BenchmarkDotNet.Attributes;
using Exporters.Host;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Benchmarks.Host;

/// <summary><c>/proc/vmstat</c>: a hundred and eighty lines, of which seven are shown.</summary>
[MemoryDiagnoser]
public class VmstatParse
{
    private static readonly Family Shown = Family.Untyped("node_vmstat_shown", "A line that is shown.");

    private readonly byte[] _text = HotFile.Proc("vmstat");
    private readonly FamilyOrder _order = new(key => key.AsSpan().StartsWith("pg"u8) ? Shown : null);

    [Benchmark]
    public double Sum()
    {
        var sum = 0.0;
        _order.Restart();
        for (var lines = new Utf8Cursor(_text, "vmstat"); lines.NextLine(out var line);)
        {
            if (_order.Next(line.Field()) is not null)
            {
                sum += line.Double() ?? 0;
            }
        }

        return sum;
    }
}
