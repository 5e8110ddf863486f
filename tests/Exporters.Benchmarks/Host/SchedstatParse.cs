using BenchmarkDotNet.Attributes;
using Exporters.Host.Cpu;
using Exporters.Linux;

namespace Exporters.Benchmarks.Host;

/// <summary><c>/proc/schedstat</c> of two CPUs, with their domains.</summary>
[MemoryDiagnoser]
public class SchedstatParse
{
    private readonly byte[] _text = HotFile.Proc("schedstat");

    [Benchmark]
    public double RunningSeconds()
    {
        var file = new Utf8Cursor(_text, "schedstat");
        var sum = 0.0;
        while (Schedstat.TryNext(ref file, out var cpu))
        {
            sum += cpu.RunningSeconds ?? 0;
        }

        return sum;
    }
}
