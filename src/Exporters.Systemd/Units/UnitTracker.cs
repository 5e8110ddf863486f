using Exporters.Systemd.Bus;

namespace Exporters.Systemd.Units;

/// <summary>
/// The rounds at one manager: one list of all units, and the properties of those units alone that changed, as signals and the
/// list tell. What changes without a signal is asked every round; and so that no error stays for ever, every unit is asked anew
/// once in <see cref="RoundsToReconcile"/> rounds, a share of them each round.
/// </summary>
internal sealed class UnitTracker(ManagerName manager, Func<string, Unit> makeUnit, bool ipAccounting, ICgroupOrigin origin)
{
    public const int RoundsToReconcile = 20;

    /// <summary>Questions on their way at once: a message bus allows a client a limited number.</summary>
    private const int Window = 32;

    private readonly Dictionary<string, TrackedUnit> _units = new(StringComparer.Ordinal);
    private int _round;

    // What the last round met with.
    private int _unreadable;
    private string _firstUnreadable = "";

    /// <summary>How many units' answers could not be read in the last round.</summary>
    public int Unreadable => _unreadable;

    /// <summary>The first of them, with the reason.</summary>
    public string FirstUnreadable => _firstUnreadable;

    /// <summary>Properties asked since the start.</summary>
    public long Asked { get; private set; }

    /// <summary>Forgets what was read: on a new connection signals may have been missed.</summary>
    public void Forget()
    {
        foreach (var unit in _units.Values)
        {
            unit.Properties = null;
        }
    }

    /// <summary>Whether a unit is in the manager's memory, as the last round saw it.</summary>
    public bool Knows(string name) => _units.TryGetValue(name, out var unit) && unit.SeenIn == _round;

    /// <summary>One round. <paramref name="changes"/> were taken before it: what changes later is told again.</summary>
    /// <exception cref="BusException">The bus is of no use any more.</exception>
    public async Task<(List<UnitState> Units, Dictionary<string, int> Counts, bool IsLocal)> RunAsync(
        ISystemdBus bus, BusChanges changes, CancellationToken cancellation)
    {
        _round++;
        _unreadable = 0;
        _firstUnreadable = "";
        var listing = await bus.ListUnitsAsync(cancellation);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var seen = new List<TrackedUnit>(listing.Count);
        foreach (var entry in listing)
        {
            counts[entry.ActiveState] = counts.GetValueOrDefault(entry.ActiveState) + 1;
            var tracked = Track(entry);
            if (tracked.Unit is { InUnits: false, InNode: false, Group: null })
            {
                continue;
            }

            seen.Add(tracked);
        }

        await AskAsync(bus, [.. seen.Where(unit => MustAsk(unit, changes))], cancellation);
        Prune(listing.Count);
        var isLocal = origin.IsLocal(seen);
        foreach (var unit in seen)
        {
            unit.IsDue = IsVolatile(unit, isLocal);
        }

        return (States(seen), counts, isLocal);
    }

    private static List<UnitState> States(List<TrackedUnit> seen)
    {
        var states = new List<UnitState>(seen.Count);
        foreach (var unit in seen)
        {
            // A unit that vanished since it was listed is loaded anew when it is asked, and is then not to be found.
            if (unit.LoadState != "loaded" || unit.Properties is not { LoadState: "not-found" })
            {
                states.Add(new UnitState(unit.Unit, unit.LoadState, unit.ActiveState, unit.Properties));
            }
        }

        return states;
    }

    private TrackedUnit Track(UnitListing entry)
    {
        if (!_units.TryGetValue(entry.Name, out var tracked))
        {
            tracked = new TrackedUnit(makeUnit(entry.Name));
            _units.Add(entry.Name, tracked);
        }

        tracked.IsDue |= tracked.LoadState != entry.LoadState || tracked.ActiveState != entry.ActiveState || tracked.SubState != entry.SubState;
        tracked.Path = entry.Path;
        tracked.LoadState = entry.LoadState;
        tracked.ActiveState = entry.ActiveState;
        tracked.SubState = entry.SubState;
        tracked.SeenIn = _round;
        return tracked;
    }

    private bool MustAsk(TrackedUnit unit, BusChanges changes) =>
        unit.LoadState == "loaded"
        && (unit.IsDue || unit.Properties is null || changes.Everything || _round - unit.ReadIn >= RoundsToReconcile || changes.Units.Contains(unit.Path));

    /// <summary>Whether a unit has numbers that grow without a signal and stand nowhere but on the bus.</summary>
    private bool IsVolatile(TrackedUnit unit, bool isLocal) => unit.Properties switch
    {
        null => false,
        { Accept: true } => true,
        { IpIngressBytes: not (null or ulong.MaxValue) } when ipAccounting => true,
        { ControlGroup: not null } when !isLocal => unit.ActiveState != "inactive",
        _ => false,
    };

    private async Task AskAsync(ISystemdBus bus, List<TrackedUnit> units, CancellationToken cancellation)
    {
        var asking = new Task[Window];
        for (var start = 0; start < units.Count; start += Window)
        {
            var count = Math.Min(Window, units.Count - start);
            for (var i = 0; i < count; i++)
            {
                asking[i] = AskAsync(bus, units[start + i], cancellation);
            }

            await Task.WhenAll(asking.AsSpan(0, count));
        }
    }

    private async Task AskAsync(ISystemdBus bus, TrackedUnit unit, CancellationToken cancellation)
    {
        // Units found in one round fall due again in different ones.
        unit.ReadIn = unit.Properties is null ? _round - (int)(unchecked((uint)unit.Unit.Name.GetHashCode(StringComparison.Ordinal)) % RoundsToReconcile) : _round;
        Asked++;
        try
        {
            unit.Properties = await bus.UnitAsync(unit.Path, cancellation);
        }
        catch (BusErrorException e) when (e.IsAbsent)
        {
            unit.Properties = UnitProperties.NotFound;
        }
        catch (Exception e) when (e is BusErrorException or BusFormatException)
        {
            unit.Properties = null;
            if (Interlocked.Increment(ref _unreadable) == 1)
            {
                _firstUnreadable = $"{unit.Unit.Name} of the {manager}: {e.Message}";
            }
        }
    }

    private void Prune(int listed)
    {
        if (_units.Count <= listed)
        {
            return;
        }

        foreach (var (name, unit) in _units)
        {
            if (unit.SeenIn != _round)
            {
                _units.Remove(name);
            }
        }
    }
}
