using Microsoft.Extensions.Logging;

namespace Exporters.Host.Tests;

/// <summary>Keeps what is logged, whoever logs it.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly List<string> _lines = [];

    /// <summary>The messages, without their levels.</summary>
    public IReadOnlyList<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // There is nowhere else to write to.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add(formatter(state, exception));

    public void Dispose()
    {
        // Nothing is held.
    }
}
