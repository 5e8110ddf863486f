using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Tests;

/// <summary>Keeps what is logged, of every category.</summary>
internal sealed class RecordingLogger : ILoggerFactory, ILogger
{
    private readonly List<string> _messages = [];
    private readonly SemaphoreSlim _logged = new(0);

    /// <summary>All of it, with the texts of exceptions.</summary>
    public string Text
    {
        get
        {
            lock (_messages)
            {
                return string.Join('\n', _messages);
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_messages)
        {
            _messages.Add(exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception.Message}");
        }

        _logged.Release();
    }

    /// <summary>Waits for a message with these words.</summary>
    public async Task WaitForAsync(string words, TimeSpan deadline)
    {
        using var timeout = new CancellationTokenSource(deadline);
        while (!Has(words))
        {
            await _logged.WaitAsync(timeout.Token);
        }
    }

    private bool Has(string words)
    {
        lock (_messages)
        {
            return _messages.Exists(m => m.Contains(words, StringComparison.Ordinal));
        }
    }
}
