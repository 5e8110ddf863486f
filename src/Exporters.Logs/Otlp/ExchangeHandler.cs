using System.Globalization;
using System.Net;
using System.Text;

namespace Exporters.Logs.Otlp;

/// <summary>
/// Stands between the OTLP package and the wire, because the package only says success or failure and takes every 2xx for success.
/// Times each attempt by itself, reads the answer, keeps it as the <see cref="Last"/> exchange, and tells the package that all is
/// well, so that it neither retries nor logs. One attempt at a time.
/// </summary>
internal sealed class ExchangeHandler : HttpMessageHandler
{
    private const int MaxAnswerBytes = 64 * 1024;
    private const int MaxMessageLength = 200;

    private readonly HttpMessageInvoker _wire;
    private readonly OtlpConfig _config;
    private readonly TimeProvider _time;

    // Most answers are empty: this one is used again for every one of them.
    private readonly byte[] _answer = new byte[MaxAnswerBytes];
    private CancellationTokenSource? _timeout;

    public ExchangeHandler(HttpMessageHandler wire, OtlpConfig config, TimeProvider time)
    {
        _wire = new HttpMessageInvoker(wire, disposeHandler: true);
        _config = config;
        _time = time;
    }

    /// <summary>The answer to the last attempt; null when there was none since it was taken.</summary>
    public Exchange? Last { get; private set; }

    /// <summary>Ends the attempt when the caller gives up. Set before the attempt.</summary>
    public CancellationToken GiveUp { get; set; }

    /// <summary>Forgets the last answer.</summary>
    public void Forget() => Last = null;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var timeout = Timeout();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, GiveUp, cancellationToken);
        var content = Prepare(request);
        try
        {
            using var response = _wire.Send(request, either.Token);
            using var body = response.Content.ReadAsStream(either.Token);

            // A synchronous read could not be given up on a receiver that sends a status and then nothing.
            var length = body.ReadAtLeastAsync(_answer, _answer.Length, throwOnEndOfStream: false, either.Token).AsTask().GetAwaiter().GetResult();
            Last = Http(response, _answer.AsSpan(0, length)) with { RequestBytes = content?.Bytes };
        }
#pragma warning disable CA1031 // Whatever it was, it says nothing about the records: without an exchange they would count as too large.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Last = Failed(e, timeout.IsCancellationRequested) with { RequestBytes = content?.Bytes };
        }

        timeout.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);

        return new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The package sends gRPC this way, and waits for it on the lane's own thread.
        var timeout = Timeout();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, GiveUp, cancellationToken);
        var content = Prepare(request);
        try
        {
            using var response = await _wire.SendAsync(request, either.Token);
            using var body = await response.Content.ReadAsStreamAsync(either.Token);
            var length = await body.ReadAtLeastAsync(_answer, _answer.Length, throwOnEndOfStream: false, either.Token);
            var answer = _config.Grpc ? GrpcAnswer.Read(response, _answer.AsSpan(0, length)) : Http(response, _answer.AsSpan(0, length));
            Last = answer with { RequestBytes = content?.Bytes };
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Last = Failed(e, timeout.IsCancellationRequested) with { RequestBytes = content?.Bytes };
        }

        timeout.CancelAfter(System.Threading.Timeout.InfiniteTimeSpan);

        var well = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Version = HttpVersion.Version20 };
        well.TrailingHeaders.Add("grpc-status", "0");
        return well;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _wire.Dispose();
            _timeout?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The first words of a text, in one line.</summary>
    internal static string OneLine(string text)
    {
        text = string.Join(' ', text.Split([' ', '\n', '\r', '\t', '\0'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= MaxMessageLength ? text : string.Concat(text.AsSpan(0, MaxMessageLength), "…");
    }

    /// <summary>Ends this attempt in time; the one of the attempt before, unless it had to be used.</summary>
    private CancellationTokenSource Timeout()
    {
        if (_timeout is { } used && used.TryReset())
        {
            used.CancelAfter(_config.Timeout);
            return used;
        }

        _timeout?.Dispose();
        return _timeout = new CancellationTokenSource(_config.Timeout, _time);
    }

    /// <summary>Sets the configured headers; returns the body.</summary>
    private CountedContent? Prepare(HttpRequestMessage request)
    {
        foreach (var (name, value) in _config.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Content is not { } body)
        {
            return null;
        }

        var content = new CountedContent(body);
        request.Content = content;
        return content;
    }

    private Exchange Http(HttpResponseMessage response, ReadOnlySpan<byte> answer)
    {
        var isTaken = response.IsSuccessStatusCode && (int)response.StatusCode != Verdicts.BlockedStatus;
        var (rejected, words) = isTaken ? PartialSuccess.Read(answer) : (0, RpcStatus.Message(answer) ?? Encoding.UTF8.GetString(answer));
        var isPage = isTaken && answer.Length > 0 && response.Content.Headers.ContentType?.MediaType is { } type
            && type.StartsWith("text/", StringComparison.OrdinalIgnoreCase);
        return new Exchange
        {
            Status = (int)response.StatusCode,
            IsPage = isPage,
            RetryAfter = RetryAfter(response),
            RejectedRecords = isPage ? 0 : rejected,
            ServerMessage = OneLine(isPage ? $"a page for people, so this is no receiver of logs: {Encoding.UTF8.GetString(answer)}" : words),
        };
    }

    /// <summary>Seconds or a date, which is the receiver's: what its clock says now is in the answer too.</summary>
    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - (response.Headers.Date ?? _time.GetUtcNow()) : null);
        return wait is { } known ? TimeSpan.FromTicks(Math.Clamp(known.Ticks, 0, Exchange.LongestAskedWait.Ticks)) : null;
    }

    private Exchange Failed(Exception e, bool timedOut) => new()
    {
        ServerMessage = timedOut
            ? string.Create(CultureInfo.InvariantCulture, $"no answer within {_config.Timeout.TotalSeconds:0.###} s")
            : OneLine(e.InnerException is { } inner && inner.Message != e.Message ? $"{e.Message}: {inner.Message}" : e.Message),
    };
}
