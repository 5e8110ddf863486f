using Exporters.Metrics.Modules;
using Exporters.Systemd.Bus;
using Microsoft.Extensions.Logging;

namespace Exporters.Systemd.Units;

/// <summary>Asks systemd-resolved for its counters every interval, over a connection to the system bus of its own.</summary>
internal sealed partial class ResolvedWatcher(BusAddress address, TimeSpan deadline, TimeProvider time, ILogger log)
{
    private const string Name = "org.freedesktop.resolve1";
    private const double Jitter = 0.2;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastDelay = TimeSpan.FromMinutes(1);

    private volatile ResolvedStatistics? _statistics;

    /// <summary>The last answer; null before the first and while nobody answers.</summary>
    public ResolvedStatistics? Statistics => _statistics;

    /// <summary>Rounds until cancelled.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken cancellation)
    {
        var backoff = new Backoff(FirstDelay, LastDelay, Jitter);
        BusConnection? connection = null;
        var failure = "";
        try
        {
            while (true)
            {
                var delay = interval;
                try
                {
                    connection ??= await BusConnection.OpenAsync(address, true, deadline, time, cancellation);
                    _statistics = await connection.CallAsync(
                        SystemdBus.GetAll(Name, "/org/freedesktop/resolve1", "org.freedesktop.resolve1.Manager"),
                        PropertyReader.Types, ResolvedStatistics.Read, cancellation);
                    backoff.Reset();
                    failure = "";
                }
                catch (Exception e) when (e is BusException or BusErrorException or BusFormatException)
                {
                    if (failure.Length == 0)
                    {
                        Log.ResolvedFailed(log, e.Message);
                    }

                    failure = e.Message;
                    _statistics = null;
                    connection?.Dispose();
                    connection = null;
                    delay = backoff.Next();
                }

                await Task.Delay(delay, time, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "systemd-resolved could not be asked: {Reason}")]
        public static partial void ResolvedFailed(ILogger logger, string reason);
    }
}
