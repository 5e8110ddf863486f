using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Exporters.Docker.Answers;

namespace Exporters.Docker;

/// <summary>
/// The few calls of the Docker Engine API that are needed here, over a unix socket or TCP; Podman's compatible socket answers them
/// as well. Every call but the open streams ends within the timeout. May be used by several callers at once.
/// </summary>
public sealed class DockerClient : IDisposable
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private volatile string? _prefix;

    /// <summary>A client that has sent nothing yet. Every call fails where the endpoint is none (<see cref="DockerEndpoint.Error"/>).</summary>
    public DockerClient(DockerEndpoint endpoint, TimeSpan? timeout = null, TimeProvider? time = null)
    {
        Endpoint = endpoint;
        _timeout = timeout ?? DefaultTimeout;
        _time = time ?? TimeProvider.System;
        _http = new HttpClient(new DockerHandler(endpoint, _timeout)) { BaseAddress = endpoint.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Where the daemon is.</summary>
    public DockerEndpoint Endpoint { get; }

    /// <summary>The daemon's version after <see cref="ConnectAsync"/>, for people.</summary>
    public string? DaemonVersion { get; private set; }

    /// <summary>The version of the API that was agreed on.</summary>
    public ApiVersion? Version { get; private set; }

    /// <summary>
    /// Asks the daemon for its versions and agrees on one. The other calls do so by themselves the first time; call it again after
    /// a lost connection, because the daemon may have been replaced.
    /// </summary>
    /// <exception cref="DockerException">It did not answer, or is too old.</exception>
    public async Task<ApiVersion> ConnectAsync(CancellationToken cancellation)
    {
        var answer = await GetAsync("version", AnswersJson.Default.VersionAnswer, cancellation);
        if (ApiVersion.Parse(answer.ApiVersion) is not { } newest)
        {
            throw new DockerException(DockerFailure.Format, $"{Endpoint}: GET /version: expected an ApiVersion such as 1.41, got \"{answer.ApiVersion}\"");
        }

        if (ApiVersion.Negotiate(ApiVersion.Parse(answer.MinApiVersion), newest) is not { } agreed)
        {
            throw new DockerException(
                DockerFailure.Refused, $"{Endpoint}: speaks versions of the Engine API up to {newest}; {ApiVersion.Oldest} or later is needed");
        }

        DaemonVersion = answer.Version;
        Version = agreed;
        _prefix = $"v{agreed}/";
        return agreed;
    }

    /// <summary>How the daemon is set up.</summary>
    public async Task<InfoAnswer> InfoAsync(CancellationToken cancellation) =>
        await GetAsync(await PrefixAsync(cancellation) + "info", AnswersJson.Default.InfoAnswer, cancellation);

    /// <summary>Every container, also those that do not run.</summary>
    /// <param name="sizes">Whether to measure writable layers, which makes the daemon walk through their files.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(bool sizes, CancellationToken cancellation) =>
        await GetAsync(
            await PrefixAsync(cancellation) + (sizes ? "containers/json?all=1&size=1" : "containers/json?all=1"),
            AnswersJson.Default.ListContainerSummary,
            cancellation);

    /// <summary>One container; null when it does not exist (any more).</summary>
    public async Task<ContainerDetails?> InspectAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await GetAsync(
                $"{await PrefixAsync(cancellation)}containers/{Uri.EscapeDataString(id)}/json", AnswersJson.Default.ContainerDetails, cancellation);
        }
        catch (DockerException e) when (e.Failure == DockerFailure.NotFound)
        {
            return null;
        }
    }

    /// <summary>Opens the stream of container events. Once this returns, the daemon listens for us.</summary>
    /// <param name="sinceNanoseconds">Events from this time on, in nanoseconds since 1970; null for those of the future.</param>
    /// <param name="cancellation">Ends the opening; the stream has its own.</param>
    public async Task<DockerEventReader> OpenEventsAsync(long? sinceNanoseconds, CancellationToken cancellation)
    {
        var since = sinceNanoseconds is { } nanoseconds ? $"&since={DockerTime.Parameter(nanoseconds)}" : "";
        var path = $"{await PrefixAsync(cancellation)}events?filters={Uri.EscapeDataString(DockerEventReader.Filters)}{since}";
        var response = await OpenAsync(path, cancellation);
        return new DockerEventReader(response, await response.Content.ReadAsStreamAsync(cancellation), Endpoint.Text);
    }

    /// <summary>Opens the log of a container. Some log drivers let the daemon refuse (<see cref="DockerFailure.Refused"/>, <see cref="DockerFailure.Server"/>).</summary>
    public async Task<DockerLogReader> OpenLogsAsync(string id, DockerLogOptions options, CancellationToken cancellation)
    {
        var prefix = await PrefixAsync(cancellation);
        var path = $"{prefix}containers/{Uri.EscapeDataString(id)}/logs?follow={Bit(options.Follow)}&stdout={Bit(options.Stdout)}"
            + $"&stderr={Bit(options.Stderr)}&timestamps={Bit(options.Timestamps)}";
        path += options.SinceNanoseconds is { } since ? $"&since={DockerTime.Parameter(since)}" : "";
        path += options.Tail is { } tail ? string.Create(CultureInfo.InvariantCulture, $"&tail={tail}") : "";
        var response = await OpenAsync(path, cancellation);

        // Before API 1.42 the answer says raw-stream in both cases, so the container's own setting decides.
        var framed = response.Content.Headers.ContentType?.MediaType == "application/vnd.docker.multiplexed-stream" || !options.Tty;
        return new DockerLogReader(
            response, await response.Content.ReadAsStreamAsync(cancellation), framed, $"{Endpoint}: log of {Short(id)}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static char Bit(bool on) => on ? '1' : '0';

    private static string Short(string id) => id.Length > 12 ? id[..12] : id;

    private async ValueTask<string> PrefixAsync(CancellationToken cancellation)
    {
        if (_prefix is null)
        {
            await ConnectAsync(cancellation);
        }

        return _prefix!;
    }

    private Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class =>
        CallAsync(
            path,
            async end =>
            {
                using var response = await SendAsync(path, end);
                await using var body = await response.Content.ReadAsStreamAsync(end);
                return await JsonSerializer.DeserializeAsync(body, type, end)
                    ?? throw new DockerException(DockerFailure.Format, $"{Endpoint}: GET /{path}: expected an answer in JSON, got null");
            },
            cancellation);

    /// <summary>Sends and waits for the headers within the timeout. The body has all the time it wants.</summary>
    private Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellation) =>
        CallAsync(path, end => SendAsync(path, end), cancellation);

    private Task<HttpResponseMessage> SendAsync(string path, CancellationToken cancellation) =>
        _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);

    /// <summary>Makes one call within the timeout, and turns what it throws into a <see cref="DockerException"/>.</summary>
    private async Task<T> CallAsync<T>(string path, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        if (Endpoint.Error is { } error)
        {
            throw new DockerException(DockerFailure.Endpoint, error);
        }

        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await call(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new DockerException(
                DockerFailure.Timeout,
                string.Create(CultureInfo.InvariantCulture, $"{Endpoint}: GET /{path}: no answer within {_timeout.TotalSeconds:0.###} s"));
        }
        catch (JsonException e)
        {
            throw DockerFailures.Format(Endpoint, path, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw DockerFailures.Connection(Endpoint, path, e, isFirstContact: Version is null);
        }
    }
}
