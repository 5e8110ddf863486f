using System.Net;
using System.Text;
using System.Text.Json;
using Exporters.Docker.Answers;

namespace Exporters.Docker;

/// <summary>
/// Sends the requests of one client, and turns every answer that is no success into a <see cref="DockerException"/>. The body of
/// an error is read within the call's deadline and up to <see cref="LongestErrorBody"/> bytes.
/// </summary>
internal sealed class DockerHandler(DockerEndpoint endpoint, TimeSpan connectTimeout) : DelegatingHandler(Sockets(endpoint, connectTimeout))
{
    private const int LongestErrorBody = 4 * 1024;
    private const int LongestErrorText = 300;

    /// <exception cref="DockerException">The daemon answered with an error.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var failure = response.StatusCode switch
            {
                HttpStatusCode.NotFound => DockerFailure.NotFound,
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => DockerFailure.Denied,
                >= HttpStatusCode.InternalServerError and not HttpStatusCode.NotImplemented => DockerFailure.Server,
                _ => DockerFailure.Refused,
            };
            var buffer = new byte[LongestErrorBody];
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            var text = ErrorText(Encoding.UTF8.GetString(buffer, 0, length));
            throw new DockerException(failure, $"{endpoint}: GET {request.RequestUri?.PathAndQuery}: {(int)response.StatusCode} {text}");
        }
    }

    private static SocketsHttpHandler Sockets(DockerEndpoint endpoint, TimeSpan connectTimeout) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        ConnectTimeout = connectTimeout,
        ConnectCallback = (_, cancellation) => DockerConnection.OpenAsync(endpoint, cancellation),
    };

    /// <summary>The daemon's message, <c>{"message":"…"}</c>; the text as it is where a proxy answered in its own form.</summary>
    private static string ErrorText(string body)
    {
        var text = body;
        try
        {
            text = JsonSerializer.Deserialize(body, AnswersJson.Default.ErrorAnswer)?.Message ?? body;
        }
        catch (JsonException)
        {
            // Not the daemon's own answer.
        }

        return text.Length > LongestErrorText ? text[..LongestErrorText] + "…" : text.TrimEnd();
    }
}
