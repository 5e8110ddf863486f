using Exporters.Configuration;
using Exporters.Logs.Records;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Otlp;

/// <summary>
/// Sends batches until each record was taken or refused for good: waits and tries again when nobody answers, halves what is too
/// large, and narrows down what is refused to the one record at fault, which goes to the dead-letter file.
/// </summary>
internal sealed partial class OtlpSender : ISender
{
    private readonly OtlpConfig _config;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ExportLane _lane;
    private readonly Breaker _breaker;
    private readonly Preflight _preflight;
    private readonly DeadLetters _deadLetters;
    private readonly SenderInstruments _instruments;
    private readonly Random _jitter;

    // Attempts for the batch that is being sent: one at a time.
    private int _attempts;

    // What was said last, so that each state is said once.
    private Verdict _said = Verdict.Delivered;

    /// <summary>Opens nothing yet; certificates are read here.</summary>
    /// <exception cref="TlsFileException">A certificate or key file cannot be used.</exception>
    public OtlpSender(OtlpConfig config, string stateDirectory, SenderInstruments instruments, TimeProvider time, ILoggerFactory loggers)
    {
        _config = config;
        _time = time;
        _logger = loggers.CreateLogger("logs");
        _jitter = new Random();
        _breaker = new Breaker(config.Retry);
        _instruments = instruments;
        _instruments.ShowBreaker(_breaker.IsOpen);
        _preflight = new Preflight(config.Limits, config.Labels);
        _deadLetters = new DeadLetters(stateDirectory, time);
        _lane = new ExportLane(config, new ExchangeHandler(new RenewedWire(config, _logger), config, time));
    }

    /// <summary>What keeps the receiver from taking records now, with the first words of its answer; null when all is well.</summary>
    public string? Trouble { get; private set; }

    /// <inheritdoc/>
    public async ValueTask<SendOutcome> SendAsync(LogResource resource, IReadOnlyList<LogEntry> batch, CancellationToken cancellationToken)
    {
        List<(int Index, string Reason)> rejected = [];
        var started = _time.GetTimestamp();
        _attempts = 0;

        // Runs of records that nothing speaks against go out together.
        var from = 0;
        var now = _time.GetUtcNow().UtcTicks;
        for (var i = 0; i <= batch.Count; i++)
        {
            var reason = i < batch.Count ? _preflight.Reason(resource, batch[i], now) : null;
            if (reason is not null || i == batch.Count)
            {
                if (i > from)
                {
                    await SendPartAsync(resource, batch, from, i - from, rejected, cancellationToken);
                }

                from = i + 1;
            }

            if (reason is not null)
            {
                rejected.Add((i, reason));
            }
        }

        _instruments.CountBatch(batch.Count, _attempts, _time.GetElapsedTime(started));
        return rejected.Count == 0 ? SendOutcome.AllDelivered : new SendOutcome(rejected);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _lane.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask SendPartAsync(
        LogResource resource, IReadOnlyList<LogEntry> batch, int from, int count, List<(int Index, string Reason)> rejected, CancellationToken cancellationToken)
    {
        var (verdict, exchange) = await DecideAsync(resource, batch, from, count, cancellationToken);
        switch (verdict)
        {
            case Verdict.Delivered:
                // The receiver does not say which of them; the ledger counts them, the last ones stand for them.
                var refused = (int)Math.Clamp(exchange.RejectedRecords, 0, count);
                if (refused > 0)
                {
                    Log.PartlyRefused(_logger, refused, count, resource, exchange.ServerMessage);
                }

                Reject(rejected, from + count - refused, refused, "partial_success");
                return;
            case Verdict.Blocked:
                Log.Blocked(_logger, count, resource, exchange.ServerMessage);
                Reject(rejected, from, count, "blocked");
                return;
            case Verdict.TooLarge when count == 1:
                Log.TooLarge(_logger, batch[from].Body.Length, resource, exchange.ServerMessage);
                Reject(rejected, from, 1, "too_large");
                return;
            case Verdict.Refused when count == 1:
                Bury(resource, batch[from], exchange);
                Reject(rejected, from, 1, "refused");
                return;
            default:
                var half = count / 2;
                await SendPartAsync(resource, batch, from, half, rejected, cancellationToken);
                await SendPartAsync(resource, batch, from + half, count - half, rejected, cancellationToken);
                return;
        }
    }

    // Tries until the answer is about the data.
    private async ValueTask<(Verdict Verdict, Exchange Exchange)> DecideAsync(
        LogResource resource, IReadOnlyList<LogEntry> batch, int from, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = _time.GetTimestamp();
            var exchange = await _lane.ExportAsync(resource, batch, from, count, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();

            // No request came of it: the package could not fit the records into one.
            var verdict = exchange is null ? Verdict.TooLarge : Verdicts.Of(exchange);
            _attempts++;
            _instruments.CountAttempt(verdict, _time.GetElapsedTime(started), exchange?.RequestBytes);
            exchange ??= new Exchange { ServerMessage = "the records do not fit into one request" };
            if (verdict is not (Verdict.Retry or Verdict.Denied))
            {
                _breaker.Answered();
                _instruments.ShowBreaker(isOpen: false);
                Recovered();
                return (verdict, exchange);
            }

            var wait = _breaker.Failed(exchange.RetryAfter, _jitter.NextDouble());
            if (verdict == Verdict.Denied && wait < _config.Retry.BreakerTrial)
            {
                wait = _config.Retry.BreakerTrial;
            }

            _instruments.ShowBreaker(_breaker.IsOpen);
            _instruments.CountRetry();
            Say(verdict, exchange, wait);
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private static void Reject(List<(int Index, string Reason)> rejected, int from, int count, string reason)
    {
        for (var i = from; i < from + count; i++)
        {
            rejected.Add((i, reason));
        }
    }

    private void Bury(LogResource resource, LogEntry entry, Exchange exchange)
    {
        try
        {
            _deadLetters.Write(resource, entry, "refused", exchange.ServerMessage);
            Log.Buried(_logger, exchange.Status, resource, exchange.ServerMessage, _deadLetters.FilePath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.NotBuried(_logger, resource, exchange.ServerMessage, _deadLetters.FilePath, e.Message, entry.Body);
        }
    }

    private void Recovered()
    {
        if (_said != Verdict.Delivered)
        {
            _said = Verdict.Delivered;
            Trouble = null;
            Log.AnswersAgain(_logger, _config.Endpoint);
        }
    }

    private void Say(Verdict verdict, Exchange exchange, TimeSpan wait)
    {
        var answer = exchange.GrpcStatus is { } code ? $"gRPC status {code}" : exchange.Status == 0 ? "no answer" : $"HTTP {exchange.Status}";
        var words = exchange.ServerMessage.Length == 0 ? answer : $"{answer}: {exchange.ServerMessage}";
        Trouble = $"{_config.Endpoint} does not take logs ({words})";
        if (_said == verdict)
        {
            return;
        }

        _said = verdict;
        if (verdict == Verdict.Denied)
        {
            Log.Denied(_logger, _config.Endpoint, words, Durations.Format(wait));
        }
        else
        {
            Log.Unreachable(_logger, _config.Endpoint, words);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Endpoint} denied the logs ({Answer}). Nothing is lost: they stay where they are, and are tried again in {Wait}. Check logs.otlp: endpoint, headers, tenant.")]
        public static partial void Denied(ILogger logger, Uri endpoint, string answer, string wait);

        [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Endpoint} did not take logs ({Answer}). Nothing is lost: sending is tried again until it does.")]
        public static partial void Unreachable(ILogger logger, Uri endpoint, string answer);

        [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "{Endpoint} takes logs again.")]
        public static partial void AnswersAgain(ILogger logger, Uri endpoint);

        [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "The receiver answered {Status} to one record of {Resource} and will never take it: \"{Answer}\". It is in {File}.")]
        public static partial void Buried(ILogger logger, int status, LogResource resource, string answer, string file);

        [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "The receiver will never take one record of {Resource}: \"{Answer}\", and {File} could not be written ({Error}). The record was: {Body}")]
        public static partial void NotBuried(ILogger logger, LogResource resource, string answer, string file, string error, string body);

        [LoggerMessage(EventId = 6, Level = LogLevel.Error, Message = "A record of {Length} characters of {Resource} is too large for the receiver by itself: \"{Answer}\". It was rejected.")]
        public static partial void TooLarge(ILogger logger, int length, LogResource resource, string answer);

        [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "The receiver answered 260 to {Count} records of {Resource} and threw them away: \"{Answer}\".")]
        public static partial void Blocked(ILogger logger, int count, LogResource resource, string answer);

        [LoggerMessage(EventId = 8, Level = LogLevel.Error, Message = "The receiver rejected {Refused} of {Count} records of {Resource}: \"{Answer}\".")]
        public static partial void PartlyRefused(ILogger logger, int refused, int count, LogResource resource, string answer);
    }
}
