using BenchmarkDotNet.Attributes;
using Exporters.Host.Cpu;
using Exporters.Host.Kernel;
using Exporters.Linux;

namespace Exporters.Benchmarks.Host;

/// <summary><c>/proc/stat</c> as the cpu and the stat collector read it.</summary>
[MemoryDiagnoser]
public class StatParse
{
    private readonly byte[] _text = HotFile.Proc("stat");

    [Benchmark]
    public ulong CpuTimesOfAll()
    {
        var file = new Utf8Cursor(_text, "stat");
        Span<ulong> ticks = stackalloc ulong[CpuTimes.Modes];
        var sum = 0UL;
        while (CpuTimes.TryNext(ref file, out _, ticks))
        {
            sum += ticks[CpuTimes.Idle];
        }

        return sum;
    }

    [Benchmark]
    public ulong? Counters() => KernelStat.Parse(_text, "stat", [], HotFile.Unreadable).ContextSwitches;
}
