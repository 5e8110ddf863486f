using System.Globalization;

namespace Exporters.Probes.Grpc;

/// <summary>Status codes of a call, gRPC <c>doc/statuscodes.md</c>, and what failures below it count as.</summary>
internal static class GrpcStatus
{
    /// <summary>The call was made.</summary>
    public const int Ok = 0;

    /// <summary>The time was up.</summary>
    public const int DeadlineExceeded = 4;

    /// <summary>The server breaks the protocol.</summary>
    public const int Internal = 13;

    /// <summary>There is no server to talk to.</summary>
    public const int Unavailable = 14;

    private const int Cancelled = 1;
    private const int Unknown = 2;
    private const int PermissionDenied = 7;
    private const int ResourceExhausted = 8;
    private const int Unimplemented = 12;
    private const int Unauthenticated = 16;

    private static readonly string[] Names =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED",
        "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ];

    /// <summary>Name and number for a person.</summary>
    public static string Text(int code) =>
        code >= 0 && code < Names.Length ? $"{Names[code]} ({code.ToString(CultureInfo.InvariantCulture)})" : code.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a response that is not gRPC's counts as, gRPC <c>doc/http-grpc-status-mapping.md</c>.</summary>
    public static int OfHttp(int status) => status switch
    {
        400 => Internal,
        401 => Unauthenticated,
        403 => PermissionDenied,
        404 => Unimplemented,
        429 or 502 or 503 or 504 => Unavailable,
        _ => Unknown,
    };

    /// <summary>What an exception of the network counts as: the error code of a stream that the server reset, or that there is no server.</summary>
    public static int Of(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is HttpProtocolException protocol)
            {
                return OfReset(protocol.ErrorCode);
            }
        }

        return Unavailable;
    }

    // Error codes of RFC 9113 7. A protocol error is what one hears of a server that does not speak HTTP/2.
    private static int OfReset(long code) => code switch
    {
        1 or 7 => Unavailable,
        8 => Cancelled,
        11 => ResourceExhausted,
        12 => PermissionDenied,
        _ => Internal,
    };
}
