using Exporters.Metrics;
using Exporters.Metrics.Modules;
using Exporters.Systemd.Bus;
using Exporters.Systemd.Groups;
using Microsoft.Extensions.Logging;

namespace Exporters.Systemd.Units;

/// <summary>
/// Watches one manager: keeps the connection, makes a round every interval, publishes what it found. A manager that does not
/// answer is tried again after a delay that grows. One loop owns all state; others read <see cref="Snapshot"/> and <see cref="Status"/>.
/// </summary>
internal sealed partial class ManagerWatcher : IDisposable
{
    private const double Jitter = 0.2;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastDelay = TimeSpan.FromMinutes(1);

    private readonly IBusConnector _connector;
    private readonly UnitTracker _tracker;
    private readonly FileOnlyUnits _fileOnly;
    private readonly TimeProvider _time;
    private readonly RoundInstruments _instruments;
    private readonly ILogger _log;
    private readonly Backoff _backoff = new(FirstDelay, LastDelay, Jitter);

    private ISystemdBus? _bus;
    private string _loggedUnreadable = "";
    private volatile ManagerSnapshot? _snapshot;
    private volatile ManagerStatus _status = ManagerStatus.NotTried;

    public ManagerWatcher(
        ManagerName manager, IBusConnector connector, ICgroupOrigin origin, UnitFilter filter, UnitGroups groups, bool ipAccounting, RoundInstruments instruments,
        TimeProvider time, ILogger log)
    {
        Manager = manager;
        _connector = connector;
        Unit MakeUnit(string name) => new(name, manager, filter, groups.Of(name));
        _tracker = new UnitTracker(manager, MakeUnit, ipAccounting, origin);
        _fileOnly = new FileOnlyUnits(groups, MakeUnit);
        _instruments = instruments;
        _time = time;
        _log = log;
    }

    /// <summary>Which manager.</summary>
    public ManagerName Manager { get; }

    /// <summary>What the last good round found; null before the first, and once the manager is known to be gone.</summary>
    public ManagerSnapshot? Snapshot => _snapshot;

    /// <summary>How the last round went.</summary>
    public ManagerStatus Status => _status;

    /// <summary>Rounds until cancelled.</summary>
    public async Task RunAsync(TimeSpan interval, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(await RoundAsync(cancellation) ? interval : Delay(), _time, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>One round; false, with the reason in <see cref="Status"/>, when the manager could not be asked.</summary>
    public async Task<bool> RoundAsync(CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        var answered = await AskAsync(cancellation);
        _instruments.Count(Manager, _time.GetElapsedTime(started), _status.Reason);
        return answered;
    }

    public void Dispose()
    {
        _bus?.Dispose();
        _bus = null;
    }

    private async Task<bool> AskAsync(CancellationToken cancellation)
    {
        try
        {
            if (_bus is null)
            {
                _tracker.Forget();
                _fileOnly.Forget();
                _bus = await _connector.ConnectAsync(cancellation);
            }

            var bus = _bus;
            var taken = _time.GetTimestamp();
            var changes = bus.TakeChanges();
            var manager = await bus.ManagerAsync(cancellation);
            var (units, counts, isLocal) = await _tracker.RunAsync(bus, changes, cancellation);
            var fileOnly = await _fileOnly.FindAsync(bus, changes, _tracker.Knows, cancellation);
            _snapshot = new ManagerSnapshot(Manager, taken, manager, units, fileOnly, counts, isLocal);
            Succeeded();
            return true;
        }
        catch (BusException e)
        {
            Failed(e.Reason, e.Message);
        }
        catch (BusErrorException e)
        {
            Failed(e.IsOwnerless ? UnavailableReason.Absent : e.IsDenied ? UnavailableReason.Permission : UnavailableReason.Unreachable, e.Message);
        }
        catch (BusFormatException e)
        {
            Failed(UnavailableReason.Format, e.Message);
        }

        return false;
    }

    private TimeSpan Delay() => _status.IsAbsent ? LastDelay : _backoff.Next();

    private void Succeeded()
    {
        if (_status.Reason is not null || _status.Rounds == 0)
        {
            Log.ManagerAnswered(_log, Manager, _snapshot!.Units.Count);
        }

        _backoff.Reset();
        _status = new ManagerStatus(_status.Rounds + 1, null, "");
        if (_tracker.Unreadable > 0 && _tracker.FirstUnreadable != _loggedUnreadable)
        {
            Log.UnitsUnreadable(_log, _tracker.Unreadable, _tracker.FirstUnreadable);
        }

        _loggedUnreadable = _tracker.FirstUnreadable;
    }

    private void Failed(UnavailableReason reason, string message)
    {
        Dispose();
        if (_status.Reason != reason)
        {
            if (reason == UnavailableReason.Absent && _snapshot is null)
            {
                Log.ManagerAbsent(_log, Manager, message);
            }
            else
            {
                Log.ManagerFailed(_log, Manager, message);
            }
        }

        _status = new ManagerStatus(_status.Rounds + 1, reason, message);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "the {Manager} answered with {Units} units")]
        public static partial void ManagerAnswered(ILogger logger, ManagerName manager, int units);

        [LoggerMessage(Level = LogLevel.Debug, Message = "no {Manager} here: {Reason}")]
        public static partial void ManagerAbsent(ILogger logger, ManagerName manager, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "the {Manager} could not be asked: {Reason}")]
        public static partial void ManagerFailed(ILogger logger, ManagerName manager, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} units could not be read, among them {First}")]
        public static partial void UnitsUnreadable(ILogger logger, int count, string first);
    }
}
