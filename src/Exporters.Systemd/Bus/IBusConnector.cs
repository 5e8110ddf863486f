namespace Exporters.Systemd.Bus;

/// <summary>Makes connections to one manager.</summary>
internal interface IBusConnector
{
    /// <summary>Connects where the manager answers.</summary>
    /// <exception cref="BusException">It answers nowhere; the reason is <c>Absent</c> when nothing is there at all.</exception>
    Task<ISystemdBus> ConnectAsync(CancellationToken cancellation);
}
