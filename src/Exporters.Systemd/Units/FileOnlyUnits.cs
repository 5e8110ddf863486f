using Exporters.Systemd.Bus;
using Exporters.Systemd.Groups;

namespace Exporters.Systemd.Units;

/// <summary>
/// Units of groups that are not in the manager's memory while their files exist. Reading the directories costs the manager, so it is
/// asked when files changed, and once in <see cref="UnitTracker.RoundsToReconcile"/> rounds. Whether a file is good shows only when
/// it is loaded, so each of these units is asked once after that: systemd loads it for the answer and lets it go again.
/// </summary>
internal sealed class FileOnlyUnits(UnitGroups groups, Func<string, Unit> makeUnit)
{
    private readonly Dictionary<string, UnitState> _known = new(StringComparer.Ordinal);
    private List<UnitFile>? _files;
    private int _roundsSinceListed;

    /// <summary>Forgets what was read: on a new connection signals may have been missed.</summary>
    public void Forget() => _files = null;

    /// <summary>The units that are mere files now.</summary>
    /// <param name="bus">The manager.</param>
    /// <param name="changes">What signals told.</param>
    /// <param name="isInMemory">Whether the list of units has a unit of this name.</param>
    /// <param name="cancellation">Ends the round.</param>
    /// <exception cref="BusException">The bus is of no use any more.</exception>
    public async Task<IReadOnlyList<UnitState>> FindAsync(ISystemdBus bus, BusChanges changes, Func<string, bool> isInMemory, CancellationToken cancellation)
    {
        if (groups.Patterns.Count == 0)
        {
            return [];
        }

        if (_files is null || changes.UnitFiles || ++_roundsSinceListed >= UnitTracker.RoundsToReconcile)
        {
            _roundsSinceListed = 0;
            _files = await ListAsync(bus, cancellation);
            _known.Clear();
        }

        var found = new List<UnitState>();
        foreach (var file in _files)
        {
            if (file.IsTemplate || isInMemory(file.Name) || groups.Of(file.Name) is null)
            {
                continue;
            }

            if (!_known.TryGetValue(file.Name, out var state))
            {
                state = new UnitState(makeUnit(file.Name), await LoadStateAsync(bus, file, cancellation), "inactive", null);
                _known.Add(file.Name, state);
            }

            found.Add(state);
        }

        return found;
    }

    private async Task<List<UnitFile>> ListAsync(ISystemdBus bus, CancellationToken cancellation)
    {
        try
        {
            return await bus.ListUnitFilesAsync(groups.Patterns, cancellation);
        }
        catch (BusErrorException)
        {
            // Before version 230 there is no such method: then only what is in memory is known.
            return [];
        }
    }

    private static async Task<string> LoadStateAsync(ISystemdBus bus, UnitFile file, CancellationToken cancellation)
    {
        if (file.State.StartsWith("masked", StringComparison.Ordinal))
        {
            return "masked";
        }

        try
        {
            var properties = await bus.UnitAsync(UnitObject.PathOf(file.Name), cancellation);
            return properties.LoadState is null or "loaded" ? UnitState.FileOnly : properties.LoadState;
        }
        catch (Exception e) when (e is BusErrorException or BusFormatException)
        {
            // Nobody may ask, or it cannot be understood: that there is a file is all that is known.
            return UnitState.FileOnly;
        }
    }
}
