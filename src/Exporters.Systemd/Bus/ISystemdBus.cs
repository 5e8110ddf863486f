namespace Exporters.Systemd.Bus;

/// <summary>
/// One manager of systemd, asked over a connection that is kept. Every call has a deadline. A <see cref="BusException"/> means
/// that the connection is of no use any more; a <see cref="BusErrorException"/> and a <see cref="BusFormatException"/> concern
/// the one call.
/// </summary>
internal interface ISystemdBus : IDisposable
{
    /// <summary>Every unit in memory.</summary>
    Task<List<UnitListing>> ListUnitsAsync(CancellationToken cancellation);

    /// <summary>Installed unit files, loaded or not, that match one of the shell patterns.</summary>
    Task<List<UnitFile>> ListUnitFilesAsync(IReadOnlyList<string> patterns, CancellationToken cancellation);

    /// <summary>The properties of one unit, by its object.</summary>
    Task<UnitProperties> UnitAsync(string path, CancellationToken cancellation);

    /// <summary>The properties of the manager.</summary>
    Task<ManagerProperties> ManagerAsync(CancellationToken cancellation);

    /// <summary>What changed since the last call, as signals told.</summary>
    BusChanges TakeChanges();
}
