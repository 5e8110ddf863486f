using Exporters.Docker;
using Exporters.Docker.Answers;
using Exporters.Docker.Feed;
using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Framing;
using Exporters.Logs.Paths;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Sources.Containers;

/// <summary>
/// Knows every container of a Docker daemon, exited ones included, and where its log is read. Follows the daemon through its feed;
/// what was told last holds while the daemon does not answer.
/// </summary>
internal sealed partial class ContainerWatch : IDockerListener, IDisposable
{
    private static readonly TimeSpan ListEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(10);

    private readonly SourceOptions _options;
    private readonly DockerFeed _feed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, ContainerLog> _known = new(StringComparer.Ordinal);

    // Of the feed's loop.
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stale = new(StringComparer.Ordinal);
    private readonly HashSet<string> _notInspected = new(StringComparer.Ordinal);
    private string _root = "";
    private bool _isChanged;

    private volatile ContainerLog[] _logs = [];
    private volatile string? _trouble;
    private volatile string _reason = "unreachable";
    private volatile bool _hasAnswered;

    public ContainerWatch(SourceOptions options, DockerFeeds feeds, TimeProvider time, ILogger<ContainerWatch> logger)
    {
        _options = options;
        _feed = feeds.Of(DockerEndpoint.Resolve(options.Source.Endpoint, certificateDirectory: null, Environment.GetEnvironmentVariable));
        _time = time;
        _logger = logger;
    }

    /// <summary>Called, from any thread, when something changed.</summary>
    public Action? Changed { get; set; }

    /// <summary>Whether a container is read through the API by an earlier run's decision: it stays there, for its place in the file is not known.</summary>
    public Func<string, bool> IsSpooled { get; set; } = static _ => false;

    /// <summary>Whether the file of a container was read by an earlier run: it stays there.</summary>
    public Func<string, bool> IsFollowed { get; set; } = static _ => false;

    /// <summary>Whether the daemon told of its containers once.</summary>
    public bool HasAnswered => _hasAnswered;

    /// <summary>The logs there are.</summary>
    public IReadOnlyList<ContainerLog> Logs => _logs;

    /// <summary>Why the daemon does not answer; null when it does.</summary>
    public string? Trouble => _trouble;

    /// <summary>The bounded reason of that.</summary>
    public string Reason => _reason;

    /// <summary>The daemon, for whoever reads logs through it.</summary>
    public DockerClient Client => _feed.Client;

    TimeSpan IDockerListener.Interval => ListEvery;

    /// <summary>Begins to follow the daemon.</summary>
    public void Start() => _ = Task.Run(() => RunAsync(_stop.Token));

    /// <summary>A container's log turned out not to be readable.</summary>
    public void GiveUp(ContainerLog log, string reason)
    {
        Log.NotReadable(_logger, log.Name, reason);
        lock (_known)
        {
            _known[log.Id] = log with { Place = LogPlace.Nowhere };
            _logs = [.. _logs.Where(known => known.Id != log.Id)];
        }
    }

    public void Dispose()
    {
        if (!_stop.IsCancellationRequested)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    void IDockerListener.Connected(InfoAnswer info, long heardSince)
    {
        _root = info.DockerRootDir ?? "/var/lib/docker";
        lock (_known)
        {
            _stale.UnionWith(_known.Keys); // an event may have been missed while the daemon did not answer
        }
    }

    void IDockerListener.Listed(IReadOnlyList<ContainerSummary> containers)
    {
        _listed.Clear();
        lock (_known)
        {
            foreach (var container in containers)
            {
                _listed.Add(container.Id);
                if (_known.GetValueOrDefault(container.Id) is not { } known || !HasName(container, known.Name))
                {
                    _stale.Add(container.Id);
                }
            }

            foreach (var gone in _known.Keys.Except(_listed, StringComparer.Ordinal).ToList())
            {
                _known.Remove(gone);
            }
        }

        _stale.IntersectWith(_listed);
        _notInspected.IntersectWith(_listed);
        _isChanged = true;
    }

    void IDockerListener.Heard(DockerEvent happened)
    {
        if (happened.Action is "create" or "start" or "die" or "destroy" or "rename")
        {
            _stale.Add(happened.ContainerId);
            _isChanged = true;
        }
    }

    IReadOnlyCollection<string> IDockerListener.ToInspect() => _stale;

    void IDockerListener.Inspected(string id, ContainerDetails? details)
    {
        _stale.Remove(id);
        _notInspected.Remove(id);
        lock (_known)
        {
            if (details is null)
            {
                _known.Remove(id);
            }
            else
            {
                _known[id] = Describe(details, _known.GetValueOrDefault(id));
            }
        }
    }

    void IDockerListener.NotInspected(string id, DockerException failure)
    {
        _stale.Remove(id);
        if (_notInspected.Add(id))
        {
            Log.NotInspected(_logger, id, failure.Message);
        }
    }

    void IDockerListener.Settled(long? roundStarted)
    {
        if (!_isChanged)
        {
            return;
        }

        lock (_known)
        {
            _logs = [.. _known.Values.Where(log => log.Place != LogPlace.Nowhere)];
        }

        _isChanged = false;
        _trouble = null;
        _hasAnswered = true;
        Changed?.Invoke();
    }

    void IDockerListener.Lost(DockerException failure)
    {
        var isDenied = failure.Failure == DockerFailure.Denied;
        var text = failure.Message;
        if (isDenied && Client.Endpoint.SocketPath is { } socket)
        {
            text += FileGroup.HowToJoin(FileGroup.Of(socket), socket, Environment.UserName);
        }

        if (_trouble is null)
        {
            Log.NotReached(_logger, Client.Endpoint.Text, text);
        }

        _reason = isDenied ? "permission" : "unreachable";
        _trouble = text;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await _feed.ListenAsync(this, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Nobody awaits this task: what is not said here is said nowhere, and containers would come unseen.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.Faulted(_logger, e);
                (_reason, _trouble) = ("bug", e.Message);
                await Task.Delay(TryAgainAfter, _time, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    /// <summary>An event may have been missed while the daemon did not answer.</summary>
    private static bool HasName(ContainerSummary container, string name) =>
        container.Names is not { Count: > 0 } names || names.Any(n => n.AsSpan().TrimStart('/').SequenceEqual(name));

    private ContainerLog Describe(ContainerDetails details, ContainerLog? before)
    {
        var name = details.Name.TrimStart('/');
        var labels = details.Config?.Labels ?? new Dictionary<string, string>();
        var service = labels.GetValueOrDefault("com.docker.compose.service");
        var resource = _options.Resource(
            new("service.name", service ?? name),
            new("container", name),
            new("container.id", details.Id),
            new("image", details.Config?.Image ?? ""),
            new("compose_project", labels.GetValueOrDefault("com.docker.compose.project") ?? ""),
            new("compose_service", service ?? ""));
        var directory = Path.Combine(_root, "containers", details.Id);
        var driver = details.HostConfig?.LogConfig?.Type ?? "";
        var path = driver switch
        {
            "json-file" => details.LogPath is { Length: > 0 } told ? told : Path.Combine(directory, details.Id + "-json.log"),
            "local" => Path.Combine(directory, LocalLog.Directory, LocalLog.Name),
            _ => "",
        };
        var log = new ContainerLog(
            details.Id,
            name,
            resource,
            before?.Place ?? LogPlace.Nowhere,
            path,
            details.Config?.Tty ?? false,
            details.State?.Status is not ("exited" or "created" or "dead"),
            details.State?.StartedAt);
        return before is not null ? log : log with { Place = Place(log, driver, directory) };
    }

    private LogPlace Place(ContainerLog log, string driver, string directory)
    {
        if (driver == "none")
        {
            Log.NoLog(_logger, log.Name);
            return LogPlace.Nowhere;
        }

        if (log.Path.Length == 0 || IsSpooled(log.Id))
        {
            return LogPlace.Api;
        }

        if (!_options.Follow.StartAtEnd && !IsFollowed(log.Path) && RotatedNames.HasCompressed(log.Path))
        {
            // The daemon unpacks what it packed: so all of the log comes, and in its order.
            Log.Compressed(_logger, log.Name);
            return LogPlace.Api;
        }

        using var file = UnlockedFile.TryOpenRead(log.Path, out var error);
        if (file is not null || (error == Errno.NoEntry && Directory.Exists(directory)))
        {
            return LogPlace.File;
        }

        if (error is Errno.AccessDenied or Errno.NotPermitted)
        {
            Log.Denied(_logger, log.Name, log.Path);
        }

        return LogPlace.Api;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Docker at {Endpoint} does not answer: {Reason}; the containers known so far are followed, and it is asked again")]
        public static partial void NotReached(ILogger logger, string endpoint, string reason);

        [LoggerMessage(2, LogLevel.Warning, "The log of container {Name} is not followed: its log driver is none")]
        public static partial void NoLog(ILogger logger, string name);

        [LoggerMessage(3, LogLevel.Information, "The log of container {Name} must not be read from {Path} by this user; it is read through the Engine API")]
        public static partial void Denied(ILogger logger, string name, string path);

        [LoggerMessage(4, LogLevel.Warning, "The log of container {Name} is not followed: {Reason}; give it a log driver that can be read (json-file, local or journald)")]
        public static partial void NotReadable(ILogger logger, string name, string reason);

        [LoggerMessage(6, LogLevel.Information, "The log of container {Name} has compressed rotated files; it is read through the Engine API")]
        public static partial void Compressed(ILogger logger, string name);

        [LoggerMessage(7, LogLevel.Warning, "Container {Id} cannot be inspected: {Reason}; its log is followed as it was known, and it is tried again")]
        public static partial void NotInspected(ILogger logger, string id, string reason);

        [LoggerMessage(5, LogLevel.Error, "BUG: asking Docker for its containers failed; it is asked again")]
        public static partial void Faulted(ILogger logger, Exception exception);
    }
}
