using System.Net.Sockets;
using System.Security.Authentication;
using Exporters.Probes.Guard;

namespace Exporters.Probes.Results;

/// <summary>What an exception of the network means for a probe.</summary>
internal static class Faults
{
    /// <summary>Reason and sentence; null for an exception that no network brings forth.</summary>
    public static (FailureReason Reason, string Text)? Classify(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (One(e) is { } found)
            {
                return found;
            }
        }

        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => (FailureReason.Reset, "the server cut the connection before its response was complete"),
            AuthenticationException => (FailureReason.Other, $"TLS handshake: {Innermost(exception)}"),
            IOException => (FailureReason.Reset, $"the connection was cut: {exception.Message}"),
            HttpRequestException or InvalidDataException or UnauthorizedAccessException => (FailureReason.Other, Innermost(exception)),
            _ => null,
        };
    }

    private static (FailureReason Reason, string Text)? One(Exception e) => e switch
    {
        ProbeException probe => (probe.Reason, probe.Message),
        GuardException => (FailureReason.Other, e.Message),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => (FailureReason.Refused, "connection refused: nothing listens on that port"),
        SocketException { SocketErrorCode: SocketError.TimedOut } => (FailureReason.Timeout, "the system gave up connecting"),
        SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown } =>
            (FailureReason.Reset, "the server reset the connection"),
        SocketException socket when e.GetType() == typeof(SocketException) => (FailureReason.Other, socket.Message),
        HttpProtocolException => (FailureReason.Reset, e.Message),
        HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => (FailureReason.Reset, "the server cut the connection before its response was complete"),
        HttpIOException => (FailureReason.Other, e.Message),
        FileNotFoundException or DirectoryNotFoundException or InvalidDataException => (FailureReason.Other, e.Message),
        _ => null,
    };

    private static string Innermost(Exception e) => e.InnerException is null ? e.Message : Innermost(e.InnerException);
}
