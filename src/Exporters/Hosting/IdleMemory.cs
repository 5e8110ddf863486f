using Exporters.Linux;

namespace Exporters.Hosting;

/// <summary>
/// Gives memory back: once what only the start needed, when the first scrapes have been and gone; then, now and then, what nobody
/// holds any more. Left alone the collector waits for the next full collection, for hours where little is allocated, and with it wait
/// the native halves of ended connections.
/// </summary>
internal sealed partial class IdleMemory(TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);

    private readonly ILogger _log = loggers.CreateLogger("memory");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Start, time, stoppingToken);
        var released = Environment.ProcessPath is { } program ? MappedCode.Release(program) : 0;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Log.Released(_log, released);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "gave back what only the start needed: {Bytes} bytes of mapped code")]
        public static partial void Released(ILogger logger, long bytes);
    }
}
