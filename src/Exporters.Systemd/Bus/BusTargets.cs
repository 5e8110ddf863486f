using Exporters.Linux;

namespace Exporters.Systemd.Bus;

/// <summary>Where the managers of a machine answer.</summary>
internal static class BusTargets
{
    private const string SystemBus = "/run/dbus/system_bus_socket";
    private const string SystemPrivate = "/run/systemd/private";

    /// <summary>The system's manager: an address that was given and no other; else its private socket for root, then the system bus.</summary>
    /// <param name="address">An address that was given; null for none.</param>
    /// <param name="privateOnly">Never the bus.</param>
    /// <param name="isRoot">Whether this process runs as root: the private socket answers to nobody else.</param>
    /// <param name="paths">Where the host's root is.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    public static IReadOnlyList<BusTarget> OfSystem(
        string? address, bool privateOnly, bool isRoot, HostPaths paths, Func<string, string?> environment)
    {
        var given = address ?? (privateOnly ? null : environment("DBUS_SYSTEM_BUS_ADDRESS"));
        if (given is { Length: > 0 } && BusAddress.TryParse(given, out var addresses, out _))
        {
            return [.. addresses.Select(one => new BusTarget(one, !privateOnly && !one.Path.EndsWith("/systemd/private", StringComparison.Ordinal)))];
        }

        var targets = new List<BusTarget>();
        if (privateOnly || isRoot)
        {
            targets.Add(new BusTarget(new BusAddress(paths.Root(SystemPrivate), false), false));
        }

        if (!privateOnly)
        {
            targets.Add(new BusTarget(new BusAddress(paths.Root(SystemBus), false), true));
        }

        return targets;
    }

    /// <summary>The system bus, for others than the manager.</summary>
    public static BusAddress SystemBusAddress(string? address, HostPaths paths, Func<string, string?> environment) =>
        (address ?? environment("DBUS_SYSTEM_BUS_ADDRESS")) is { Length: > 0 } given && BusAddress.TryParse(given, out var addresses, out _)
            ? addresses[0]
            : new BusAddress(paths.Root(SystemBus), false);

    /// <summary>A user's manager, by the user's runtime directory: its private socket, then the user's bus.</summary>
    public static IReadOnlyList<BusTarget> OfUser(string runtimeDirectory) =>
    [
        new BusTarget(new BusAddress($"{runtimeDirectory}/systemd/private", false), false),
        new BusTarget(new BusAddress($"{runtimeDirectory}/bus", false), true),
    ];
}
