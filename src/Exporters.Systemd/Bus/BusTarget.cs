namespace Exporters.Systemd.Bus;

/// <summary>Where a manager may answer.</summary>
/// <param name="Address">The socket.</param>
/// <param name="IsBus">Whether a message bus listens there rather than the manager itself.</param>
internal readonly record struct BusTarget(BusAddress Address, bool IsBus);
