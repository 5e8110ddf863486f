using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>Entropy of the kernel's random number generator, from <c>/proc/sys/kernel/random</c>; see random(4). 256 bits always since Linux 5.18.</summary>
internal sealed class EntropyCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Available = All.Gauge("node_entropy_available_bits", "Entropy available, in bits.");
    private static readonly Family PoolSize = All.Gauge("node_entropy_pool_size_bits", "Size of the entropy pool, in bits.");

    private readonly KernelFile _available = new(paths.Proc("sys/kernel/random/entropy_avail"));
    private readonly KernelFile _poolSize = new(paths.Proc("sys/kernel/random/poolsize"));

    public string Name => "entropy";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        writer.WriteIfKnown(Available, OneNumber.Read(_available, writer.Unreadable));
        writer.WriteIfKnown(PoolSize, OneNumber.Read(_poolSize, writer.Unreadable));
    }
}
