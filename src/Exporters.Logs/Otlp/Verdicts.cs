namespace Exporters.Logs.Otlp;

/// <summary>
/// From answer to verdict, a pure function. HTTP and gRPC failures as
/// https://opentelemetry.io/docs/specs/otlp/#failures has them, with one difference: where the specification drops what a broken
/// or misconfigured receiver answers, the data is kept, because the file that it came from can wait.
/// </summary>
internal static class Verdicts
{
    /// <summary>Loki's status for what it took and threw away.</summary>
    public const int BlockedStatus = 260;

    /// <summary>What the exchange means.</summary>
    public static Verdict Of(Exchange exchange) =>
        exchange.GrpcStatus is { } code && exchange.Status is 0 or 200 ? OfGrpc(code, exchange) : exchange.IsPage ? Verdict.Denied
        : OfHttp(exchange.Status);

    private static Verdict OfHttp(int status) => status switch
    {
        0 => Verdict.Retry,
        BlockedStatus => Verdict.Blocked,
        206 => Verdict.Denied, // a part of a page answers no POST
        >= 200 and < 300 => Verdict.Delivered,
        408 or 429 or 502 or 503 or 504 => Verdict.Retry,
        413 => Verdict.TooLarge,
        401 or 403 or 404 or 405 or 407 or 415 or 421 or 426 => Verdict.Denied,
        >= 400 and < 500 => Verdict.Refused,
        _ => Verdict.Denied,
    };

    private static Verdict OfGrpc(int code, Exchange exchange) => code switch
    {
        0 => Verdict.Delivered,
        1 or 4 or 10 or 11 or 14 or 15 => Verdict.Retry, // cancelled, deadline, aborted, out of range, unavailable, data loss
        8 when exchange.RetryAfter is null && IsSize(exchange.ServerMessage) => Verdict.TooLarge, // resource exhausted
        8 => Verdict.Retry,
        3 or 9 => Verdict.Refused, // invalid argument, failed precondition
        _ => Verdict.Denied, // unauthenticated, permission denied, unimplemented, unknown, internal …
    };

    // gRPC servers have no status of its own for a message that is too large, only these words.
    private static bool IsSize(string words) =>
        words.Contains("larger than max", StringComparison.OrdinalIgnoreCase) || words.Contains("too large", StringComparison.OrdinalIgnoreCase);
}
