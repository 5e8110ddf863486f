using System.Collections.Concurrent;
using System.Text;

namespace Exporters.Logging;

/// <summary>Writes log lines to standard error, one write a line, so that lines of several threads do not mix.</summary>
internal sealed class StderrLoggerProvider(LogLevel minimum, LineFormat format, TimeProvider time, Stream output) : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, StderrLogger> _loggers = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, static (name, self) => new StderrLogger(name, self), this);

    public void Dispose() => output.Flush();

    private void Write(LogLevel level, string category, string message, IReadOnlyList<KeyValuePair<string, object?>>? fields, Exception? exception)
    {
        var line = new StringBuilder(160);
        var now = time.GetUtcNow();
        if (format == LineFormat.Json)
        {
            JsonLine.Append(line, now, level, category, message, fields, exception);
        }
        else
        {
            LogfmtLine.Append(line, now, level, category, message, fields, exception);
        }

        var bytes = Encoding.UTF8.GetBytes(line.Append('\n').ToString());
        lock (_lock)
        {
            try
            {
                output.Write(bytes);
                output.Flush();
            }
            catch (IOException)
            {
                // Standard error is gone; there is nowhere left to say so.
            }
        }
    }

    private sealed class StderrLogger(string category, StderrLoggerProvider provider) : ILogger
    {
        private readonly string _source = category[(category.LastIndexOf('.') + 1)..];
        private readonly LogLevel _minimum = category.StartsWith("Microsoft.", StringComparison.Ordinal) && provider.Minimum < LogLevel.Warning
            ? LogLevel.Warning
            : provider.Minimum;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // What keeps the program from starting is said once, by the command, without a stack.
            if (IsEnabled(logLevel) && eventId.Name != "HostedServiceStartupFaulted")
            {
                provider.Write(logLevel, _source, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>>, exception);
            }
        }
    }

    private LogLevel Minimum => minimum;
}
