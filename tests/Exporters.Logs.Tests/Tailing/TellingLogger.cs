using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>Hands on what is logged as it is logged.</summary>
internal sealed class TellingLogger(Action<string> told) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        told(formatter(state, exception));
}
