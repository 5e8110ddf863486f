using Exporters.Containers.Lifecycle;
using Exporters.Containers.Usage;
using Exporters.Docker;
using Exporters.Docker.Feed;
using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics.Instruments;
using Exporters.Testing;
using Exporters.Testing.FakeDocker;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Containers.Tests.Lifecycle;

/// <summary>A watcher at a fake daemon, on a machine out of a directory.</summary>
internal sealed class WatcherRig : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly DockerFeed _feed;
    private readonly ContainerWatcher _watcher;

    public WatcherRig(
        FakeDockerDaemon daemon, TimeSpan? interval = null, FixtureTree? machine = null, ContainersConfig? config = null, DockerEndpoint? endpoint = null,
        TimeSpan? timeout = null)
    {
        Daemon = daemon;
        Machine = machine ?? FixtureTree.Empty();
        var tree = new CgroupTree(Machine.Paths);
        _feed = new DockerFeed(new DockerClient(endpoint ?? DockerEndpoint.Resolve(daemon.Endpoint, null, _ => null), timeout), TimeProvider.System);
        config = (config ?? new ContainersConfig { Endpoint = daemon.Endpoint }) with { Interval = interval ?? TimeSpan.FromMinutes(5) };
        _watcher = new ContainerWatcher(
            _feed,
            config,
            new ContainerBook(Machine.Paths, tree, new ContainerLabels(config.Labels, config.Env, NullLogger.Instance), DateTimeOffset.UnixEpoch, config.HostNetwork),
            new GroupWalk(Machine.Paths, tree, config.RawCgroups),
            new BackgroundReadings(Machine.Paths, ContainerGroups.All, Inventory, TimeProvider.System),
            Inventory,
            new RoundInstruments(Registry),
            TimeProvider.System,
            Log);
        Lifecycle = new LifecycleCollector(Inventory, "docker", TimeProvider.System);
        Usage = new UsageCollector(Inventory, Machine.Paths, ContainerGroups.All, root: null, TimeProvider.System);
    }

    public FakeDockerDaemon Daemon { get; }

    public FixtureTree Machine { get; }

    public Inventory Inventory { get; } = new();

    public InstrumentRegistry Registry { get; } = new();

    public ListLogger<ContainerWatcher> Log { get; } = new();

    public LifecycleCollector Lifecycle { get; }

    public UsageCollector Usage { get; }

    public async Task StartAsync()
    {
        await _watcher.StartAsync(CancellationToken.None);
        await EventuallyAsync(() => Inventory.IsReady, "the first round");
    }

    public async Task EventuallyAsync(Func<bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition())
        {
            if (deadline.IsCancellationRequested)
            {
                Assert.Fail($"not within {Deadline.TotalSeconds} s: {what}\n{Page.Of(Lifecycle)}\n{string.Join('\n', Log.Lines)}");
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Waits until the page has a line of this family with all these parts.</summary>
    public Task ShowsAsync(string family, params string[] parts) => EventuallyAsync(
        () => Page.Samples(Lifecycle, family).Any(line => parts.All(part => line.Contains(part, StringComparison.Ordinal))),
        $"{family} {string.Join(' ', parts)}");

    public async ValueTask DisposeAsync()
    {
        await _watcher.StopAsync(CancellationToken.None);
        _watcher.Dispose();
        _feed.Dispose();
        Machine.Dispose();
        await Daemon.DisposeAsync();
    }
}
