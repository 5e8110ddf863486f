using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace Exporters.Docker;

/// <summary>Turns what a call throws into a <see cref="DockerException"/> that says what was asked, where, and what went wrong.</summary>
internal static class DockerFailures
{
    /// <summary>The failure for an answer that could not be read.</summary>
    public static DockerException Format(DockerEndpoint endpoint, string path, JsonException e) => new(
        DockerFailure.Format, $"{endpoint}: GET /{path}: not the JSON that is expected, at {e.Path} byte {e.BytePositionInLine}", e);

    /// <summary>The failure for a connection that could not be opened, or that broke.</summary>
    /// <param name="endpoint">Where the daemon is.</param>
    /// <param name="path">What was asked for.</param>
    /// <param name="e">What was thrown.</param>
    /// <param name="isFirstContact">Whether the daemon has answered nothing so far.</param>
    public static DockerException Connection(DockerEndpoint endpoint, string path, Exception e, bool isFirstContact)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case DockerException known:
                    return known;
                case AuthenticationException:
                    return new DockerException(DockerFailure.Denied, $"{endpoint}: TLS: {inner.Message}", e);
                case SocketException socket:
                    return OfSocket(endpoint, socket, e);
            }
        }

        // A daemon that refuses our certificate says so after the handshake, by closing.
        var text = e.GetBaseException().Message;
        return endpoint.Tls && isFirstContact
            ? new DockerException(DockerFailure.Denied, $"{endpoint}: TLS: it ended the connection: {text}", e)
            : new DockerException(DockerFailure.Unreachable, $"{endpoint}: GET /{path}: {text}", e);
    }

    private static DockerException OfSocket(DockerEndpoint endpoint, SocketException socket, Exception e) =>
        (endpoint.SocketPath is null, socket.SocketErrorCode) switch
        {
            // What .NET makes of ENOENT.
            (false, SocketError.AddressNotAvailable) => new DockerException(DockerFailure.NoSocket, $"{endpoint}: no such socket", e),
            (false, SocketError.AccessDenied) => new DockerException(DockerFailure.Denied, $"{endpoint}: permission denied", e),
            _ => new DockerException(DockerFailure.Unreachable, $"{endpoint}: {socket.Message}", e),
        };
}
