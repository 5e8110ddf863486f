using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Exporters.Probes.Guard;
using Exporters.Probes.Http;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.Grpc;

/// <summary>Asks a server how it is, by gRPC's health checking protocol (<c>grpc.health.v1.Health/Check</c>), over HTTP/2.</summary>
internal sealed class GrpcProber : IProber
{
    private const string Path = "/grpc.health.v1.Health/Check";
    private const int LongestAnswer = 64 * 1024;
    private const int LongestText = 200;

    /// <inheritdoc/>
    public async Task ProbeAsync(ProbeRun run, CancellationToken cancel)
    {
        var module = run.Module.Grpc!;
        var grpc = run.Result.Grpc = new GrpcResult();
        var hop = GrpcTarget.TryParse(run.Target, module.UseTls)
            ?? throw new ProbeException(FailureReason.Other, $"\"{run.Target}\" is no target for the grpc prober: it must be host:port, with brackets around an IPv6 address");
        var address = await run.ResolveTargetAsync(hop, module.Ip, cancel);
        grpc.ResolveSeconds = run.Result.LookupSeconds ?? 0;
        var start = run.Time.GetTimestamp();
        try
        {
            await CheckAsync(run, module, hop, address, cancel);
        }
        catch (Exception e) when (grpc.StatusCode == GrpcStatus.Ok && grpc.Serving is null)
        {
            grpc.StatusCode = cancel.IsCancellationRequested ? GrpcStatus.DeadlineExceeded : e is InvalidDataException ? GrpcStatus.Internal : GrpcStatus.Of(e);
            throw;
        }
        finally
        {
            grpc.CheckSeconds = run.Since(start);
        }
    }

    private static async Task CheckAsync(ProbeRun run, GrpcModule module, HopTarget hop, IPAddress address, CancellationToken cancel)
    {
        var origin = hop with { Scheme = module.UseTls ? "https" : "http" };
        var url = new Uri($"{origin.Scheme}://{origin}{Path}");
        var call = run.ForHelper(url.ToString(), module.Way);
        using var link = new HttpLink(origin, module.Way, address, null, module.Tls.ServerName is { Length: > 0 } name ? name : hop.Host);
        using var request = Request(url, module);
        try
        {
            using var response = await link.SendAsync(request, call, cancel);
            var body = await ReadAsync(response, cancel);
            Judge(run, response, body, link.Tls is not null);
        }
        finally
        {
            run.Result.Tls = link.Tls;
        }
    }

    private static HttpRequestMessage Request(Uri url, GrpcModule module)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(HealthMessages.Request(module.Service)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        request.Headers.TryAddWithoutValidation("User-Agent", ProbeRequest.UserAgent);
        foreach (var header in module.Metadata)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        return request;
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream();
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, cancel) is var read and > 0)
        {
            if (kept.Length + read > LongestAnswer)
            {
                throw new InvalidDataException($"the server's answer is longer than {LongestAnswer.ToString(CultureInfo.InvariantCulture)} bytes");
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    /// <summary>Takes down status and health, and throws unless the service serves.</summary>
    private static void Judge(ProbeRun run, HttpResponseMessage response, byte[] body, bool isTls)
    {
        var grpc = run.Result.Grpc!;
        var isGrpc = response.Content.Headers.ContentType?.MediaType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;
        if (!isGrpc || response.StatusCode != HttpStatusCode.OK)
        {
            grpc.StatusCode = GrpcStatus.OfHttp((int)response.StatusCode);
            throw new ProbeException(
                FailureReason.Status,
                $"the server does not answer by gRPC but with HTTP status {((int)response.StatusCode).ToString(CultureInfo.InvariantCulture)}, which counts as {GrpcStatus.Text(grpc.StatusCode)}");
        }

        if (!int.TryParse(Header(response, "grpc-status"), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            throw new InvalidDataException("the server ends the call without a grpc-status");
        }

        if (status != GrpcStatus.Ok)
        {
            grpc.StatusCode = status;
            var message = Uri.UnescapeDataString(Header(response, "grpc-message") ?? "");
            throw new ProbeException(
                FailureReason.Status, $"the call ends with {GrpcStatus.Text(status)}: {(message.Length > LongestText ? message[..LongestText] + "…" : message)}");
        }

        var state = HealthMessages.Status(body);
        grpc.IsTls = isTls;
        grpc.Serving = state < (ulong)HealthMessages.States.Length ? HealthMessages.States[state] : state.ToString(CultureInfo.InvariantCulture);
        run.Trace.Add($"the service is {grpc.Serving}");
        if (grpc.Serving != "SERVING")
        {
            throw new ProbeException(FailureReason.Status, $"the service is {grpc.Serving}, expected SERVING");
        }
    }

    // Among the headers when the server has nothing else to say, behind the body otherwise.
    private static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailing) ? trailing.First()
        : response.Headers.TryGetValues(name, out var leading) ? leading.First()
        : null;
}
