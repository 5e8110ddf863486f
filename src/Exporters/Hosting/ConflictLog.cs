using System.Collections.Concurrent;
using Exporters.Metrics.Exposition;

namespace Exporters.Hosting;

/// <summary>Logs what collectors contradict each other in, each conflict once.</summary>
internal sealed partial class ConflictLog(ILoggerFactory loggers)
{
    /// <summary>A conflict whose labels change from scrape to scrape must not fill memory and log.</summary>
    private const int MaxLogged = 1000;

    private readonly ILogger _log = loggers.CreateLogger("scrape");
    private readonly ConcurrentDictionary<string, bool> _logged = new(StringComparer.Ordinal);

    /// <summary>Logs the conflicts of a page that are new.</summary>
    public void Write(Page page)
    {
        foreach (var conflict in page.Conflicts)
        {
            if (_logged.Count < MaxLogged && _logged.TryAdd(conflict, true))
            {
                Log.ConflictMet(_log, conflict);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "collectors contradict each other: {Conflict}")]
        public static partial void ConflictMet(ILogger logger, string conflict);
    }
}
