using Exporters.Docker;
using Exporters.Docker.Answers;
using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Framing;
using Exporters.Logs.Paths;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Sources.Containers;

/// <summary>
/// Knows every container of a Docker daemon, exited ones included, and where its log is read. The daemon is asked on a timer and on
/// its events; what it answered last holds while it does not answer.
/// </summary>
internal sealed partial class ContainerWatch : IDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);

    private readonly SourceOptions _options;
    private readonly SourceConfig _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, ContainerLog> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stale = new(StringComparer.Ordinal);
    private string? _root;
    private volatile ContainerLog[] _logs = [];
    private volatile string? _trouble;
    private volatile string _reason = "unreachable";
    private volatile bool _hasAnswered;

    public ContainerWatch(SourceOptions options, TimeProvider time, ILogger<ContainerWatch> logger)
    {
        _options = options;
        _source = options.Source;
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

    /// <summary>The daemon, for whoever reads logs through it; null when its address makes no sense.</summary>
    public DockerClient? Client { get; private set; }

    /// <summary>Begins to ask.</summary>
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
            Client?.Dispose();
            _stop.Dispose();
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!DockerEndpoint.TryResolve(_source.Endpoint, certificateDirectory: null, Environment.GetEnvironmentVariable, out var endpoint, out var error))
        {
            Log.NotReached(_logger, _source.Endpoint ?? "", error);
            _trouble = error;
            return;
        }

        var client = Client = new DockerClient(endpoint, time: _time);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                // Listen first, so that nothing comes between the list and the events.
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(AskEvery);
                using var events = await client.OpenEventsAsync(sinceNanoseconds: null, patience.Token);
                await AskAsync(client, cancellationToken);
                while (await events.NextAsync(patience.Token) is { } seen)
                {
                    if (seen.Action is "create" or "start" or "die" or "destroy" or "rename")
                    {
                        _stale.Add(seen.ContainerId);
                        await AskAsync(client, cancellationToken);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // Time to ask again, or to stop.
            }
            catch (ObjectDisposedException) when (cancellationToken.IsCancellationRequested)
            {
                // The same.
            }
#pragma warning disable CA1031 // Nobody awaits this task: what is not said here is said nowhere, and containers would come unseen.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var text = e.Message;
                _reason = "unreachable";
                if (e is DockerException { Failure: DockerFailure.Denied })
                {
                    _reason = "permission";
                    text += endpoint.SocketPath is { } socket ? FileGroup.HowToJoin(FileGroup.Of(socket), socket, Environment.UserName) : "";
                }

                if (e is not (DockerException or IOException))
                {
                    _reason = "bug";
                    Log.Faulted(_logger, e);
                }
                else if (_trouble is null)
                {
                    Log.NotReached(_logger, endpoint.Text, text);
                }

                _trouble = text;
                await Task.Delay(AskEvery, _time, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task AskAsync(DockerClient client, CancellationToken cancellationToken)
    {
        _root ??= (await client.InfoAsync(cancellationToken)).DockerRootDir ?? "/var/lib/docker";
        var containers = await client.ListAsync(sizes: false, cancellationToken);
        var logs = new List<ContainerLog>();
        foreach (var container in containers)
        {
            var known = _known.GetValueOrDefault(container.Id);
            if (known is null || _stale.Contains(container.Id) || !HasName(container, known.Name))
            {
                if (await client.InspectAsync(container.Id, cancellationToken) is not { } details)
                {
                    continue;
                }

                known = Describe(container, details, known);
            }

            lock (_known)
            {
                _known[container.Id] = known;
            }

            if (known.Place != LogPlace.Nowhere)
            {
                logs.Add(known);
            }
        }

        lock (_known)
        {
            foreach (var gone in _known.Keys.Except(containers.Select(c => c.Id), StringComparer.Ordinal).ToList())
            {
                _known.Remove(gone);
            }
        }

        _stale.Clear();
        _logs = [.. logs];
        _trouble = null;
        _hasAnswered = true;
        Changed?.Invoke();
    }

    /// <summary>An event may have been missed while the daemon did not answer.</summary>
    private static bool HasName(ContainerSummary container, string name) =>
        container.Names is not { Count: > 0 } names || names.Any(n => n.AsSpan().TrimStart('/').SequenceEqual(name));

    private ContainerLog Describe(ContainerSummary container, ContainerDetails details, ContainerLog? before)
    {
        var name = details.Name.TrimStart('/');
        var labels = container.Labels ?? new Dictionary<string, string>();
        var service = labels.GetValueOrDefault("com.docker.compose.service");
        var resource = _options.Resource(
            new("service.name", service ?? name),
            new("container", name),
            new("container.id", container.Id),
            new("image", details.Config?.Image ?? container.Image ?? ""),
            new("compose_project", labels.GetValueOrDefault("com.docker.compose.project") ?? ""),
            new("compose_service", service ?? ""));
        var directory = Path.Combine(_root!, "containers", container.Id);
        var driver = details.HostConfig?.LogConfig?.Type ?? "";
        var path = driver switch
        {
            "json-file" => details.LogPath is { Length: > 0 } told ? told : Path.Combine(directory, container.Id + "-json.log"),
            "local" => Path.Combine(directory, LocalLog.Directory, LocalLog.Name),
            _ => "",
        };
        var log = new ContainerLog(
            container.Id,
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

        [LoggerMessage(5, LogLevel.Error, "BUG: asking Docker for its containers failed; it is asked again")]
        public static partial void Faulted(ILogger logger, Exception exception);
    }
}
