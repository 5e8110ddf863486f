using BenchmarkDotNet.Attributes;
using Exporters.Containers.Lifecycle;
using Exporters.Containers.Usage;
using Exporters.Docker.Answers;
using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Benchmarks.Containers;

/// <summary>
/// One scrape of containers: the files of this machine's root group are read for each of them, so the kernel's share is real
/// wherever the benchmark runs.
/// </summary>
[MemoryDiagnoser]
public class ContainerRound
{
    private readonly FamilyWriter _writer = new();
    private UsageCollector _usage = null!;
    private LifecycleCollector _lifecycle = null!;

    /// <summary>How many containers there are.</summary>
    [Params(1, 100, 500)]
    public int Containers { get; set; }

    /// <summary>Makes the inventory.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var paths = new HostPaths();
        var tree = new CgroupTree(paths);
        var labels = new ContainerLabels([], [], NullLogger.Instance);
        var containers = Enumerable.Range(0, Containers).Select(i =>
        {
            var id = i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
            var facts = ContainerFacts.Of(new ContainerDetails { Id = id, Name = $"/c{i}", State = new ContainerStateAnswer { Status = "running" } });
            var set = labels.Of("/docker/" + id, facts);
            return new TrackedContainer
            {
                Facts = facts,
                Labels = set,
                Restarts = new ulong[8],
                LastExitCode = null,
                OomKilled = false,
                OomEnds = 0,
                Usage = new UsageTarget { Key = id, Labels = set, Files = new CgroupFiles(tree, "/"), NetDev = "/proc/self/net/dev" },
            };
        }).ToArray();
        var inventory = new Inventory();
        inventory.Publish(new InventorySnapshot(containers, [], "", null, null) { FoundAnything = true });
        _usage = new UsageCollector(inventory, paths, ContainerGroups.All, UsageTarget.Root(paths, tree, 0), TimeProvider.System);
        _lifecycle = new LifecycleCollector(inventory, "docker", TimeProvider.System);
    }

    /// <summary>Reads and writes everything once.</summary>
    [Benchmark]
    public int Round()
    {
        _writer.Clear();
        _usage.Collect(_writer);
        _lifecycle.Collect(_writer);
        return _writer.Samples;
    }
}
