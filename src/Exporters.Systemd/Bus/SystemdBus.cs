using Tmds.DBus.Protocol;

namespace Exporters.Systemd.Bus;

/// <summary>A manager of systemd on a D-Bus connection, org.freedesktop.systemd1(5).</summary>
internal sealed class SystemdBus : ISystemdBus
{
    private const string Name = "org.freedesktop.systemd1";
    private const string Root = "/org/freedesktop/systemd1";
    private const string Interface = "org.freedesktop.systemd1.Manager";
    private const string Properties = "org.freedesktop.DBus.Properties";

    private readonly BusConnection _connection;
    private readonly BusSignals? _signals;

    private SystemdBus(BusConnection connection, BusSignals? signals)
    {
        _connection = connection;
        _signals = signals;
    }

    /// <summary>Connects and subscribes to the manager's signals; where that is forbidden, everything counts as changed every time.</summary>
    /// <exception cref="BusException">Nobody answers, or this user may not connect.</exception>
    public static async Task<SystemdBus> OpenAsync(
        BusAddress address, bool isBus, TimeSpan deadline, TimeProvider time, CancellationToken cancellation)
    {
        var signals = new BusSignals();
        var connection = await BusConnection.OpenAsync(address, isBus, deadline, time, cancellation);
        try
        {
            await connection.ObserveSignalsAsync(signals.Take, cancellation);
            if (isBus)
            {
                await MatchAsync(connection, $"type='signal',sender='{Name}',interface='{Properties}',member='PropertiesChanged',path_namespace='{Root}/unit'", cancellation);
                await MatchAsync(connection, $"type='signal',sender='{Name}',interface='{Interface}',member='Reloading',path='{Root}'", cancellation);
                await MatchAsync(connection, $"type='signal',sender='{Name}',interface='{Interface}',member='UnitFilesChanged',path='{Root}'", cancellation);
            }

            await connection.CallAsync(new BusCall(Name, Root, Interface, "Subscribe"), "", Nothing, cancellation);
            return new SystemdBus(connection, signals);
        }
        catch (BusErrorException e) when (e.IsDenied)
        {
            return new SystemdBus(connection, null);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public Task<List<UnitListing>> ListUnitsAsync(CancellationToken cancellation) =>
        _connection.CallAsync(new BusCall(Name, Root, Interface, "ListUnits"), UnitListing.Types, UnitListing.ReadAll, cancellation);

    public Task<List<UnitFile>> ListUnitFilesAsync(IReadOnlyList<string> patterns, CancellationToken cancellation) => _connection.CallAsync(
        new BusCall(Name, Root, Interface, "ListUnitFilesByPatterns", "asas", (ref MessageWriter arguments) =>
        {
            arguments.WriteArray(Array.Empty<string>());
            arguments.WriteArray(patterns);
        }),
        UnitFile.Types,
        UnitFile.ReadAll,
        cancellation);

    public Task<UnitProperties> UnitAsync(string path, CancellationToken cancellation) =>
        _connection.CallAsync(GetAll(Name, path, ""), PropertyReader.Types, UnitProperties.Read, cancellation);

    public Task<ManagerProperties> ManagerAsync(CancellationToken cancellation) =>
        _connection.CallAsync(GetAll(Name, Root, Interface), PropertyReader.Types, ManagerProperties.Read, cancellation);

    public BusChanges TakeChanges() => _signals?.Drain() ?? BusChanges.Unknown;

    public void Dispose() => _connection.Dispose();

    /// <summary>All properties of an object; of every interface when <paramref name="ofInterface"/> is empty.</summary>
    internal static BusCall GetAll(string destination, string path, string ofInterface) =>
        new(destination, path, Properties, "GetAll", "s", (ref MessageWriter arguments) => arguments.WriteString(ofInterface));

    private static Task<bool> MatchAsync(BusConnection connection, string rule, CancellationToken cancellation) => connection.CallAsync(
        new BusCall("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s", (ref MessageWriter arguments) => arguments.WriteString(rule)),
        "", Nothing, cancellation);

    private static bool Nothing(ref Reader body) => true;
}
