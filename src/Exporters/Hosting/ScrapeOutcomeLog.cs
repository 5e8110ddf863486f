using Exporters.Metrics;
using Exporters.Metrics.Running;

namespace Exporters.Hosting;

/// <summary>Logs a collector's outcome when it changes: what is missing and how to mend it, once, not at every scrape.</summary>
internal sealed partial class ScrapeOutcomeLog(ILoggerFactory factory)
{
    private readonly ILogger _log = factory.CreateLogger("scrape");

    public void Write(CollectorOutcome outcome)
    {
        switch (outcome.Reason)
        {
            case null:
                Log.CollectorRecovered(_log, outcome.Collector);
                break;
            case UnavailableReason.Absent:
                Log.CollectorFoundNothing(_log, outcome.Collector, outcome.Message);
                break;
            case { } reason when outcome.Success:
                Log.CollectorLeftPartsOut(_log, outcome.Collector, CollectorRunner.ReasonName(reason), outcome.Message);
                break;
            case { } reason:
                Log.CollectorFailed(_log, outcome.Collector, CollectorRunner.ReasonName(reason), outcome.Message, outcome.Fault);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "collector {Collector} publishes all its families again")]
        public static partial void CollectorRecovered(ILogger logger, string collector);

        [LoggerMessage(Level = LogLevel.Debug, Message = "collector {Collector} found nothing to read: {Detail}")]
        public static partial void CollectorFoundNothing(ILogger logger, string collector, string detail);

        [LoggerMessage(Level = LogLevel.Warning, Message = "collector {Collector} left out what it could not read ({Reason}): {Detail}")]
        public static partial void CollectorLeftPartsOut(ILogger logger, string collector, string reason, string detail);

        [LoggerMessage(Level = LogLevel.Warning, Message = "collector {Collector} failed ({Reason}): {Detail}")]
        public static partial void CollectorFailed(ILogger logger, string collector, string reason, string detail, Exception? exception);
    }
}
