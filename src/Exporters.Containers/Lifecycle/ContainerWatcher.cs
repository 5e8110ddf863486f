using Exporters.Containers.Usage;
using Exporters.Docker;
using Exporters.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// Keeps the inventory: listens to the daemon's events, compares with its list each round, inspects what has changed, and looks for
/// groups that no daemon tells of. The only one who talks to the daemon; everybody else reads what it publishes.
/// </summary>
internal sealed partial class ContainerWatcher(
    DockerClient docker, ContainersConfig config, ContainerBook book, GroupWalk walk, BackgroundReadings readings, Inventory inventory,
    RoundInstruments instruments, TimeProvider time, ILogger<ContainerWatcher> log)
    : BackgroundService
{
    private const int InspectedPerRound = 10;

    private readonly Backoff _backoff = new();
    private long? _takenAt;
    private long? _lastEventTime;
    private string? _layers;
    private bool _connected;
    private bool _foundAnything = config.Mode == ContainersMode.On;
    private DockerFailure? _lastFailure;
    private InventoryProblem? _problem;

    private static string User => Environment.UserName;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not before the host is up: what comes first here would run inside its start.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(stoppingToken);
            }
            catch (DockerException e)
            {
                Lose(e);
                Publish();
                var wait = _backoff.Next();
                await Task.Delay(wait < config.Interval ? wait : config.Interval, time, stoppingToken);
            }
        }
    }

    /// <summary>Watches until the daemon is lost.</summary>
    private async Task WatchAsync(CancellationToken cancellation)
    {
        await docker.ConnectAsync(cancellation);
        var info = await docker.InfoAsync(cancellation);
        book.SystemdDriver = info.CgroupDriver == "systemd";
        _layers = docker.Endpoint.SocketPath is null ? null : info.DockerRootDir;
        if (_lastEventTime is null)
        {
            _lastEventTime = book.HeardSince = NowNanoseconds();
        }

        await using var events = new EventPump(await docker.OpenEventsAsync(_lastEventTime, cancellation));
        book.MarkOldest(int.MaxValue);
        await RoundAsync(cancellation);
        await ListenAsync(events, cancellation);
    }

    private async Task ListenAsync(EventPump events, CancellationToken cancellation)
    {
        var round = time.GetTimestamp();
        var heard = events.WaitAsync(cancellation);
        while (true)
        {
            var left = config.Interval - time.GetElapsedTime(round);
            if (left > TimeSpan.Zero)
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                await Task.WhenAny(heard, Task.Delay(left, time, end.Token));
                await end.CancelAsync();
                cancellation.ThrowIfCancellationRequested();
            }

            if (heard.IsCompleted)
            {
                await heard;
                Drain(events);
                await InspectAsync(cancellation);
                Publish(look: false);
                heard = events.WaitAsync(cancellation);
            }

            if (time.GetElapsedTime(round) >= config.Interval)
            {
                round = time.GetTimestamp();
                book.MarkOldest(InspectedPerRound);
                await RoundAsync(cancellation);
            }
        }
    }

    private async Task RoundAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        await CompareAsync(cancellation);
        Found();
        Publish();
        instruments.CountRound(time.GetElapsedTime(started));
    }

    private async Task CompareAsync(CancellationToken cancellation)
    {
        book.Apply(await docker.ListAsync(sizes: false, cancellation));
        _takenAt = time.GetTimestamp();
        await InspectAsync(cancellation);
    }

    private async Task InspectAsync(CancellationToken cancellation)
    {
        foreach (var id in book.ToInspect())
        {
            book.Apply(id, await docker.InspectAsync(id, cancellation), time.GetTimestamp());
        }
    }

    private void Drain(EventPump events)
    {
        while (events.TryRead(out var happened))
        {
            book.Apply(happened);
            _lastEventTime = Math.Max(_lastEventTime ?? 0, happened.TimeNanoseconds + 1);
        }
    }

    private void Found()
    {
        if (!_connected)
        {
            Log.Connected(log, docker.Endpoint.Text, docker.DaemonVersion ?? "unknown", docker.Version?.ToString() ?? "unknown");
        }

        (_connected, _foundAnything, _lastFailure, _problem) = (true, true, null, null);
        _backoff.Reset();
    }

    private void Lose(DockerException failure)
    {
        book.Lost(NowNanoseconds());

        // A line that cannot be read would be told again: go on behind it, inspection shows what it said.
        _lastEventTime = failure.Failure == DockerFailure.Format ? NowNanoseconds() : _lastEventTime;
        var problem = DockerAdvice.Of(failure, docker.Endpoint, User);
        var isNothing = failure.Failure == DockerFailure.NoSocket && config is { Mode: ContainersMode.Auto, Endpoint: null } && _takenAt is null;
        _problem = isNothing ? null : problem;
        instruments.CountFailure(isNothing ? UnavailableReason.Absent : problem.Reason);
        _foundAnything |= !isNothing;
        if (_lastFailure != failure.Failure)
        {
            if (isNothing)
            {
                Log.FoundNone(log, docker.Endpoint.Text);
            }
            else
            {
                Log.Lost(log, problem.Message);
            }
        }

        _lastFailure = failure.Failure;
        _connected = false;
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

        inventory.Publish(new InventorySnapshot(containers, groups, docker.DaemonVersion ?? "", _takenAt, _problem) { FoundAnything = _foundAnything });
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
    }
}
