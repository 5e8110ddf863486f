using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
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

    private const int LongestErrorText = 300;

    private readonly HttpClient _http;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private volatile string? _prefix;

    /// <summary>A client that has not spoken yet. Every call fails where the endpoint is none (<see cref="DockerEndpoint.Error"/>).</summary>
    public DockerClient(DockerEndpoint endpoint, TimeSpan? timeout = null, TimeProvider? time = null)
    {
        Endpoint = endpoint;
        _timeout = timeout ?? DefaultTimeout;
        _time = time ?? TimeProvider.System;
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            ConnectTimeout = _timeout,
            ConnectCallback = (_, cancellation) => DockerConnection.OpenAsync(endpoint, cancellation),
        };
        _http = new HttpClient(handler) { BaseAddress = endpoint.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Where it speaks to.</summary>
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
        var response = await SendAsync(path, cancellation);
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
        var response = await SendAsync(path, cancellation);

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

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var response = await CheckedAsync(path, either.Token);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(body, type, either.Token)
                ?? throw new DockerException(DockerFailure.Format, $"{Endpoint}: GET /{path}: expected an answer in JSON, got null");
        }
        catch (JsonException e)
        {
            throw new DockerException(
                DockerFailure.Format, $"{Endpoint}: GET /{path}: not the JSON that is expected, at {e.Path} byte {e.BytePositionInLine}", e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Unanswered(path, e);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw TimedOut(path);
        }
    }

    /// <summary>Sends and waits for the headers, within the timeout; the body has all the time it wants.</summary>
    private async Task<HttpResponseMessage> SendAsync(string path, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            return await CheckedAsync(path, either.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Unanswered(path, e);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw TimedOut(path);
        }
    }

    private async Task<HttpResponseMessage> CheckedAsync(string path, CancellationToken cancellation)
    {
        if (Endpoint.Error is { } error)
        {
            throw new DockerException(DockerFailure.Endpoint, error);
        }

        var response = await _http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellation);
            var failure = response.StatusCode switch
            {
                HttpStatusCode.NotFound => DockerFailure.NotFound,
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => DockerFailure.Denied,
                >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented => DockerFailure.Server,
                _ => DockerFailure.Refused,
            };
            throw new DockerException(failure, $"{Endpoint}: GET /{path}: {(int)response.StatusCode} {ErrorText(text)}");
        }
    }

    private static string ErrorText(string body)
    {
        var text = body;
        try
        {
            text = JsonSerializer.Deserialize(body, AnswersJson.Default.ErrorAnswer)?.Message ?? body;
        }
        catch (JsonException)
        {
            // Something before the daemon, a proxy say, answers in its own words.
        }

        return text.Length > LongestErrorText ? text[..LongestErrorText] + "…" : text.TrimEnd();
    }

    private DockerException TimedOut(string path) => new(
        DockerFailure.Timeout,
        string.Create(CultureInfo.InvariantCulture, $"{Endpoint}: GET /{path}: no answer within {_timeout.TotalSeconds:0.###} s"));

    private DockerException Unanswered(string path, Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case DockerException known:
                    return known;
                case AuthenticationException:
                    return new DockerException(DockerFailure.Denied, $"{Endpoint}: TLS: {inner.Message}", e);
                case SocketException socket:
                    return (Endpoint.SocketPath is null, socket.SocketErrorCode) switch
                    {
                        // What .NET makes of ENOENT.
                        (false, SocketError.AddressNotAvailable) => new DockerException(DockerFailure.NoSocket, $"{Endpoint}: no such socket", e),
                        (false, SocketError.AccessDenied) => new DockerException(DockerFailure.Denied, $"{Endpoint}: permission denied", e),
                        _ => new DockerException(DockerFailure.Unreachable, $"{Endpoint}: {socket.Message}", e),
                    };
            }
        }

        // A daemon that does not want us says so after the handshake, by closing.
        var text = e.GetBaseException().Message;
        return Endpoint.Tls && Version is null
            ? new DockerException(DockerFailure.Denied, $"{Endpoint}: TLS: it ended the connection: {text}", e)
            : new DockerException(DockerFailure.Unreachable, $"{Endpoint}: GET /{path}: {text}", e);
    }
}
