using System.Globalization;
using System.Net.Http.Headers;

namespace Exporters.Logs.Otlp;

/// <summary>
/// The status of a gRPC answer, from its trailers or, when there is no body, its headers; the wait that
/// <c>google.rpc.RetryInfo</c> in <c>grpc-status-details-bin</c> asks for. See
/// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
/// </summary>
internal static class GrpcAnswer
{
    /// <summary>What the answer says; <paramref name="body"/> must have been read to its end before the trailers are there.</summary>
    public static Exchange Read(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var status = Value(response, "grpc-status");
        if ((int)response.StatusCode != 200 || !int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            // No gRPC server answered: a proxy's status counts, and a 200 without a status is a lost answer.
            var http = (int)response.StatusCode;
            return new Exchange { Status = http == 200 ? 0 : http, ServerMessage = $"HTTP {http} without a gRPC status" };
        }

        // One frame: compressed flag, four bytes of length, message.
        var (rejected, words) = code == 0 && body.Length > 5 ? PartialSuccess.Read(body[5..]) : (0, "");
        return new Exchange
        {
            Status = 200,
            GrpcStatus = code,
            RetryAfter = Value(response, "grpc-status-details-bin") is { } details ? RetryInfo(details) : null,
            RejectedRecords = rejected,
            ServerMessage = ExchangeHandler.OneLine(words.Length > 0 ? words : Uri.UnescapeDataString(Value(response, "grpc-message") ?? "")),
        };
    }

    private static string? Value(HttpResponseMessage response, string name) =>
        Value(response.TrailingHeaders, name) ?? Value(response.Headers, name);

    private static string? Value(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    // google.rpc.Status.details (3) holds Any { type_url (1), value (2) }, the value RetryInfo { retry_delay (1) }.
    private static TimeSpan? RetryInfo(string base64)
    {
        var padded = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        Span<byte> bytes = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, bytes, out var length))
        {
            return null;
        }

        ReadOnlySpan<byte> status = bytes[..length];
        while (PartialSuccess.TryField(ref status, out var number, out _, out var any))
        {
            if (number != 3)
            {
                continue;
            }

            var isRetryInfo = false;
            while (PartialSuccess.TryField(ref any, out number, out _, out var part))
            {
                isRetryInfo |= number == 1 && part.EndsWith("google.rpc.RetryInfo"u8);
                if (number == 2 && isRetryInfo)
                {
                    return PartialSuccess.TryField(ref part, out number, out _, out var delay) && number == 1 ? Delay(delay) : TimeSpan.Zero;
                }
            }
        }

        return null;
    }

    // google.protobuf.Duration: seconds (1), nanos (2).
    private static TimeSpan Delay(ReadOnlySpan<byte> duration)
    {
        var ticks = 0L;
        while (PartialSuccess.TryField(ref duration, out var number, out var value, out _))
        {
            ticks += number switch
            {
                1 => (long)Math.Min(value, (ulong)Exchange.LongestAskedWait.TotalSeconds) * TimeSpan.TicksPerSecond,
                2 => (long)Math.Min(value, 999_999_999) / TimeSpan.NanosecondsPerTick,
                _ => 0,
            };
        }

        return TimeSpan.FromTicks(Math.Min(ticks, Exchange.LongestAskedWait.Ticks));
    }
}
