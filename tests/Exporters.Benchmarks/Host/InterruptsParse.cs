using BenchmarkDotNet.Attributes;
using Exporters.Host.Kernel;

namespace Exporters.Benchmarks.Host;

/// <summary><c>/proc/interrupts</c> of two CPUs.</summary>
[MemoryDiagnoser]
public class InterruptsParse
{
    private readonly byte[] _text = HotFile.Proc("interrupts");
    private readonly List<uint> _cpus = [];

    [Benchmark]
    public ulong Sum()
    {
        var sum = 0UL;
        for (var table = new InterruptTable(_text, "interrupts", _cpus, HotFile.Unreadable); table.Next(_cpus.Count);)
        {
            for (var cpu = 0; cpu < _cpus.Count; cpu++)
            {
                sum += table.Count() ?? 0;
            }
        }

        return sum;
    }
}
