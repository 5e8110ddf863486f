using Exporters.Linux;

namespace Exporters.Hosting;

/// <summary>Gives back what only the start needed, once, when the first scrapes have been and gone.</summary>
internal sealed partial class StartupMemory(TimeProvider time, ILoggerFactory loggers) : BackgroundService
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(30);

    private readonly ILogger _log = loggers.CreateLogger("memory");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Delay, time, stoppingToken);
        var released = MappedCode.Release(AppContext.BaseDirectory);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Log.Released(_log, released);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "gave back what only the start needed: {Bytes} bytes of mapped code")]
        public static partial void Released(ILogger logger, long bytes);
    }
}
