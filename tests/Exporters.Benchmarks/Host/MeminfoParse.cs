using BenchmarkDotNet.Attributes;
using Exporters.Host.Memory;

namespace Exporters.Benchmarks.Host;

/// <summary>All values of <c>/proc/meminfo</c>.</summary>
[MemoryDiagnoser]
public class MeminfoParse
{
    private readonly byte[] _text = HotFile.Proc("meminfo");

    [Benchmark]
    public double Sum()
    {
        var sum = 0.0;
        for (var meminfo = new Meminfo(_text, "meminfo", HotFile.Unreadable); meminfo.Next();)
        {
            sum += meminfo.Value() ?? 0;
        }

        return sum;
    }
}
