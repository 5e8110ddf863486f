using System.Net;
using System.Net.Http.Headers;
using Exporters.Logs.Otlp;
using Exporters.Metrics.Checks;

namespace Exporters.Logs.Checks;

/// <summary>Sends the receiver an export without records, and says what its answer means.</summary>
internal static class ReceiverCheck
{
    private const string GrpcMethod = "opentelemetry.proto.collector.logs.v1.LogsService/Export";

    /// <summary>Longer than a receiver needs that is well; one export may take longer by the configuration.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The check of the configured receiver.</summary>
    public static OutsideCheck Of(OtlpConfig config) =>
        new($"otlp {config.Endpoint.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped)}", cancellation => AskAsync(config, cancellation));

    private static async Task<CheckAnswer> AskAsync(OtlpConfig config, CancellationToken cancellation)
    {
        config = config with { Timeout = config.Timeout < Longest ? config.Timeout : Longest };
        try
        {
            var handler = new ExchangeHandler(Wire.Open(config), config, TimeProvider.System);
            using var wire = new HttpMessageInvoker(handler);
            using var request = Request(config);
            using var answer = await wire.SendAsync(request, cancellation);
            return Meaning(handler.Last ?? new Exchange { ServerMessage = "no answer" }, config);
        }
        catch (TlsFileException e)
        {
            return CheckAnswer.Bad(e.Message);
        }
    }

    /// <summary>What the answer to an empty export means.</summary>
    internal static CheckAnswer Meaning(Exchange exchange, OtlpConfig config)
    {
        var said = (exchange.GrpcStatus is { } code ? $"gRPC status {code}" : exchange.Status > 0 ? $"HTTP {exchange.Status}" : "no answer")
            + (exchange.ServerMessage.Length > 0 ? $", \"{exchange.ServerMessage}\"" : "");
        return Verdicts.Of(exchange) switch
        {
            Verdict.Delivered => CheckAnswer.Good("takes an empty export"),

            // Loki refuses what has no records, once it has let the sender in and read the request.
            Verdict.Refused when exchange.Status is 400 or 422 || exchange.GrpcStatus is not null => CheckAnswer.Good($"answers, and wants records ({said})"),
            Verdict.Retry when exchange.Status == 0 && exchange.GrpcStatus is null => CheckAnswer.Bad($"{exchange.ServerMessage}; is the receiver running, and is logs.otlp.endpoint right?"),
            Verdict.Retry => CheckAnswer.Bad($"is overloaded or starting ({said}); records would wait and be sent again"),
            Verdict.Denied when exchange.Status is 401 or 403 || exchange.GrpcStatus is 7 or 16 =>
                CheckAnswer.Bad($"does not let this sender in ({said}): logs.otlp.headers or basic_auth must hold what it asks for"),
            Verdict.Denied when exchange.Status is 404 or 405 =>
                CheckAnswer.Bad($"has no logs endpoint there ({said}): {config.Endpoint.GetLeftPart(UriPartial.Authority)}/otlp/v1/logs is Loki's, /v1/logs a collector's"),
            Verdict.Blocked => CheckAnswer.Bad($"takes records and throws them away: the tenant is blocked ({said})"),
            _ => CheckAnswer.Bad($"answers otherwise than a receiver of logs ({said})"),
        };
    }

    private static HttpRequestMessage Request(OtlpConfig config)
    {
        // A protobuf message without fields has no bytes; gRPC puts its length before it.
        var content = new ByteArrayContent(config.Grpc ? new byte[5] : []);
        content.Headers.ContentType = new MediaTypeHeaderValue(config.Grpc ? "application/grpc" : "application/x-protobuf");
        if (!config.Grpc)
        {
            return new HttpRequestMessage(HttpMethod.Post, config.Endpoint) { Content = content };
        }

        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(config.Endpoint, $"/{GrpcMethod}"))
        {
            Content = content,
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        return request;
    }
}
