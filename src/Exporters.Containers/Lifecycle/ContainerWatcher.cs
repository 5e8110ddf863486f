using Exporters.Containers.Usage;
using Exporters.Docker;
using Exporters.Docker.Answers;
using Exporters.Docker.Feed;
using Exporters.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// Keeps the inventory: follows the daemon through its feed, has inspected what has changed, and looks for groups that no daemon tells
/// of. The only one who writes the inventory; everybody else reads what it publishes.
/// </summary>
internal sealed partial class ContainerWatcher(
    DockerFeed feed, ContainersConfig config, ContainerBook book, GroupWalk walk, BackgroundReadings readings, Inventory inventory,
    RoundInstruments instruments, TimeProvider time, ILogger<ContainerWatcher> log)
    : BackgroundService, IDockerListener
{
    private const int InspectedPerRound = 10;

    private readonly HashSet<string> _notInspected = new(StringComparer.Ordinal);
    private long? _takenAt;
    private string? _layers;
    private bool _isConnected;
    private bool _inspectsAll;
    private bool _foundAnything = config.Mode == ContainersMode.On;
    private DockerFailure? _lastFailure;
    private InventoryProblem? _problem;

    TimeSpan IDockerListener.Interval => config.Interval;

    private static string User => Environment.UserName;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before the host is up: what comes first here would run inside its start.
        await Task.Yield();
        await feed.ListenAsync(this, stoppingToken);
    }

    void IDockerListener.Connected(InfoAnswer info, long heardSince)
    {
        book.SystemdDriver = info.CgroupDriver == "systemd";
        book.HeardSince = book.HeardSince == 0 ? heardSince : book.HeardSince;
        _layers = feed.Client.Endpoint.SocketPath is null ? null : info.DockerRootDir;
        _inspectsAll = true;
    }

    void IDockerListener.Listed(IReadOnlyList<ContainerSummary> containers)
    {
        book.MarkOldest(_inspectsAll ? int.MaxValue : InspectedPerRound);
        _inspectsAll = false;
        book.Apply(containers);
        _takenAt = time.GetTimestamp();
    }

    void IDockerListener.Heard(DockerEvent happened) => book.Apply(happened);

    IReadOnlyCollection<string> IDockerListener.ToInspect() => book.ToInspect();

    void IDockerListener.Inspected(string id, ContainerDetails? details)
    {
        book.Apply(id, details, time.GetTimestamp());
        _notInspected.Remove(id);
    }

    void IDockerListener.NotInspected(string id, DockerException failure)
    {
        book.Skip(id, time.GetTimestamp());
        if (_notInspected.Add(id))
        {
            Log.NotInspected(log, id, failure.Message);
        }
    }

    void IDockerListener.Settled(long? roundStarted)
    {
        if (roundStarted is not { } started)
        {
            Publish(look: false);
            return;
        }

        Found();
        Publish();
        _notInspected.RemoveWhere(id => !book.IsListed(id));
        instruments.CountRound(time.GetElapsedTime(started));
    }

    void IDockerListener.Lost(DockerException failure)
    {
        Lose(failure);
        Publish();
    }

    private void Found()
    {
        if (!_isConnected)
        {
            Log.Connected(log, feed.Client.Endpoint.Text, feed.Client.DaemonVersion ?? "unknown", feed.Client.Version?.ToString() ?? "unknown");
        }

        (_isConnected, _foundAnything, _lastFailure, _problem) = (true, true, null, null);
    }

    private void Lose(DockerException failure)
    {
        book.Lost(NowNanoseconds());
        var problem = DockerAdvice.Of(failure, feed.Client.Endpoint, User);
        var isNothing = failure.Failure == DockerFailure.NoSocket && config is { Mode: ContainersMode.Auto, Endpoint: null } && _takenAt is null;
        _problem = isNothing ? null : problem;
        instruments.CountFailure(isNothing ? UnavailableReason.Absent : problem.Reason);
        _foundAnything |= !isNothing;
        if (_lastFailure != failure.Failure)
        {
            if (isNothing)
            {
                Log.FoundNone(log, feed.Client.Endpoint.Text);
            }
            else
            {
                Log.Lost(log, problem.Message);
            }
        }

        _lastFailure = failure.Failure;
        _isConnected = false;
    }

    /// <param name="look">Whether to look through the groups and at open files again, which a single event is no reason for.</param>
    private void Publish(bool look = true)
    {
        var groups = inventory.Current.Groups;
        if (look)
        {
            groups = walk.Look(book.Knows, daemonAnswers: _problem is null && _takenAt is not null);
            _foundAnything |= walk.FoundContainers;
        }

        var containers = book.Show();
        if (look)
        {
            readings.Read(containers, groups, _layers);
        }

        inventory.Publish(new InventorySnapshot(containers, groups, feed.Client.DaemonVersion ?? "", _takenAt, _problem) { FoundAnything = _foundAnything });
    }

    private long NowNanoseconds() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Docker answered: endpoint={Endpoint} version={Version} api={Api}")]
        public static partial void Connected(ILogger logger, string endpoint, string version, string api);

        [LoggerMessage(2, LogLevel.Information, "No Docker at {Endpoint}; containers are found by their control groups alone")]
        public static partial void FoundNone(ILogger logger, string endpoint);

        [LoggerMessage(3, LogLevel.Warning, "Docker cannot be read: {Problem}")]
        public static partial void Lost(ILogger logger, string problem);

        [LoggerMessage(4, LogLevel.Warning, "Container {Id} cannot be inspected: {Problem}; what was known of it stays, and it is tried again each round")]
        public static partial void NotInspected(ILogger logger, string id, string problem);
    }
}
