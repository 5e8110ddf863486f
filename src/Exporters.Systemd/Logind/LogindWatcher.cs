using Exporters.Metrics;
using Exporters.Metrics.Modules;
using Exporters.Systemd.Bus;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Systemd.Logind;

/// <summary>Asks logind every interval, over a connection to the system bus of its own.</summary>
internal sealed partial class LogindWatcher(BusAddress address, TimeSpan interval, TimeSpan deadline, TimeProvider time, ILogger log) : BackgroundService
{
    private const double Jitter = 0.2;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastDelay = TimeSpan.FromMinutes(1);

    private volatile LogindSnapshot? _snapshot;
    private volatile CollectorUnavailableException _failure = new(UnavailableReason.Absent, "logind: the first round is not complete");

    /// <summary>The last answer.</summary>
    /// <exception cref="CollectorUnavailableException">There is none, or nobody answers any more; says why.</exception>
    public LogindSnapshot Current => _snapshot ?? throw _failure;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(FirstDelay, LastDelay, Jitter);
        BusConnection? connection = null;
        try
        {
            while (true)
            {
                var delay = interval;
                try
                {
                    connection ??= await BusConnection.OpenAsync(address, true, deadline, time, stoppingToken);
                    _snapshot = await LogindClient.ReadAsync(connection, time, stoppingToken);
                    backoff.Reset();
                }
                catch (Exception e) when (e is BusException or BusErrorException or BusFormatException)
                {
                    Note(e);
                    connection?.Dispose();
                    connection = null;
                    delay = backoff.Next();
                }

                await Task.Delay(delay, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            connection?.Dispose();
        }
    }

    private void Note(Exception e)
    {
        if (_snapshot is not null || _failure.InnerException is null)
        {
            Log.Failed(log, e.Message);
        }

        var reason = e switch
        {
            BusException bus => bus.Reason,
            BusErrorException { IsOwnerless: true } => UnavailableReason.Absent,
            BusErrorException { IsDenied: true } => UnavailableReason.Permission,
            BusFormatException => UnavailableReason.Format,
            _ => UnavailableReason.Unreachable,
        };
        _failure = new CollectorUnavailableException(reason, $"logind at {address}: {e.Message}", e);
        _snapshot = null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "logind could not be asked: {Reason}")]
        public static partial void Failed(ILogger logger, string reason);
    }
}
