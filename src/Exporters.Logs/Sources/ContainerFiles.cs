using Exporters.Docker;
using Exporters.Docker.Answers;
using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Tailing;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Sources;

/// <summary>
/// The json-file logs of all containers of a Docker daemon, exited ones included. The daemon is asked on a timer and on its
/// events; what it answered last is what is followed, also while it does not answer.
/// </summary>
internal sealed partial class ContainerFiles : IFileFinder, IDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);

    private readonly LogsConfig _config;
    private readonly SourceConfig _source;
    private readonly SourceSetup _setup;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, FoundFile?> _known = new(StringComparer.Ordinal);
    private volatile FoundFile[] _files = [];
    private volatile string? _trouble;

    public ContainerFiles(LogsConfig config, SourceConfig source, SourceSetup setup, TimeProvider time, ILogger<ContainerFiles> logger)
    {
        _config = config;
        _source = source;
        _setup = setup;
        _time = time;
        _logger = logger;
        _ = Task.Run(() => RunAsync(_stop.Token));
    }

    public void Find(List<FoundFile> files, ISet<string> directories, List<(string Path, string Reason)> unreadable)
    {
        foreach (var file in _files)
        {
            files.Add(file);
            if (Path.GetDirectoryName(file.Path) is { } directory)
            {
                directories.Add(directory);
            }
        }

        if (_trouble is not null)
        {
            unreadable.Add((_source.Name, "unreachable"));
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!DockerEndpoint.TryResolve(_source.Endpoint, certificateDirectory: null, Environment.GetEnvironmentVariable, out var endpoint, out var error))
        {
            Log.NotReached(_logger, _source.Endpoint ?? "", error);
            _trouble = error;
            return;
        }

        using var client = new DockerClient(endpoint, time: _time);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await AskAsync(client, cancellationToken);
                _trouble = null;
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(AskEvery);
                using var events = await client.OpenEventsAsync(sinceNanoseconds: null, patience.Token);
                while (await events.NextAsync(patience.Token) is { } seen)
                {
                    if (seen.Action is "create" or "start" or "destroy" or "rename")
                    {
                        await AskAsync(client, cancellationToken);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // Time to ask again, or to stop.
            }
            catch (Exception e) when (e is DockerException or IOException)
            {
                if (_trouble is null)
                {
                    Log.NotReached(_logger, endpoint.Text, e.Message);
                }

                _trouble = e.Message;
                await Task.Delay(AskEvery, _time, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task AskAsync(DockerClient client, CancellationToken cancellationToken)
    {
        var containers = await client.ListAsync(sizes: false, cancellationToken);
        var files = new List<FoundFile>();
        foreach (var container in containers)
        {
            if (!_known.TryGetValue(container.Id, out var file))
            {
                if (await client.InspectAsync(container.Id, cancellationToken) is not { } details)
                {
                    continue;
                }

                _known[container.Id] = file = Describe(container, details);
            }

            if (file is { } known)
            {
                files.Add(known);
            }
        }

        foreach (var gone in _known.Keys.Except(containers.Select(c => c.Id), StringComparer.Ordinal).ToList())
        {
            _known.Remove(gone);
        }

        _files = [.. files];
    }

    private FoundFile? Describe(ContainerSummary container, ContainerDetails details)
    {
        var name = details.Name.TrimStart('/');
        if (details.LogPath is not { Length: > 0 } path)
        {
            Log.NoFile(_logger, name);
            return null;
        }

        if (FileStatus.TryRead(path, out _) is Errno.AccessDenied or Errno.NotPermitted)
        {
            Log.Denied(_logger, name, path);
        }

        var labels = container.Labels ?? new Dictionary<string, string>();
        var service = labels.GetValueOrDefault("com.docker.compose.service");
        var resource = PipelineSources.Resource(
            _config,
            _source,
            new("service.name", service ?? name),
            new("container", name),
            new("container.id", container.Id),
            new("image", container.Image ?? ""),
            new("compose_project", labels.GetValueOrDefault("com.docker.compose.project") ?? ""),
            new("compose_service", service ?? ""));
        return new FoundFile(path, _setup, resource);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Docker at {Endpoint} does not answer: {Reason}; the containers known so far are followed, and it is asked again")]
        public static partial void NotReached(ILogger logger, string endpoint, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Container {Name} has no json-file log, so it is not followed; its log driver writes elsewhere")]
        public static partial void NoFile(ILogger logger, string name);

        [LoggerMessage(3, LogLevel.Error, "The log of container {Name} must not be read: {Path}; run as root, or give this user read access to Docker's data directory")]
        public static partial void Denied(ILogger logger, string name, string path);
    }
}
