using BenchmarkDotNet.Attributes;
using Exporters.Host.Kernel;

namespace Exporters.Benchmarks.Host;

/// <summary><c>/proc/net/softnet_stat</c> of two CPUs.</summary>
[MemoryDiagnoser]
public class SoftnetParse
{
    private readonly byte[] _text = HotFile.Proc("net/softnet_stat");
    private readonly List<SoftnetStat> _cpus = [];

    [Benchmark]
    public int Cpus()
    {
        SoftnetStat.Parse(_text, "softnet_stat", _cpus, HotFile.Unreadable);
        return _cpus.Count;
    }
}
