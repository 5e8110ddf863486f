using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>Thermal zones and cooling devices, from <c>/sys/class/thermal</c>; kernel <c>Documentation/driver-api/thermal/sysfs-api.rst</c>.</summary>
internal sealed class ThermalZoneCollector(HostPaths paths) : ICollector
{
    private const string ZonePrefix = "thermal_zone";
    private const string CoolingPrefix = "cooling_device";
    private static readonly FamilyList All = new();
    private static readonly Family Temperature = All.Gauge("node_thermal_zone_temp", "Temperature of the zone, in degrees Celsius.", "zone", "type");
    private static readonly Family CurrentState = All.Gauge(
        "node_cooling_device_cur_state", "State of the cooling device now; -1 if it has none.", "name", "type");

    private static readonly Family MaxState = All.Gauge("node_cooling_device_max_state", "Highest state of the cooling device.", "name", "type");

    private readonly DirectoryListing _listing = new(paths.Sys("class/thermal"));
    private readonly List<(string TemperaturePath, LabelSet Labels)> _zones = [];
    private readonly List<(string CurrentPath, string MaxPath, LabelSet Labels)> _coolers = [];

    public string Name => "thermal_zone";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            Learn();
        }

        // Many machines have none; node_exporter counts that as success, and so must we.
        if (_listing.Errno is Errno.AccessDenied or Errno.NotPermitted)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno);
        }

        foreach (var (path, labels) in _zones)
        {
            // A sensor may be off or not ready: no value then, rather than 0 degrees.
            writer.WriteIfKnown(Temperature, SysFile.Int64(path, writer.Unreadable) / 1000.0, labels);
        }

        foreach (var (currentPath, maxPath, labels) in _coolers)
        {
            writer.WriteIfKnown(CurrentState, SysFile.Int64(currentPath, writer.Unreadable), labels);
            writer.WriteIfKnown(MaxState, SysFile.Int64(maxPath, writer.Unreadable), labels);
        }
    }

    private void Learn()
    {
        _zones.Clear();
        _coolers.Clear();
        foreach (var name in _listing.Names)
        {
            var directory = $"{_listing.Path}/{name}";
            if (Number(name, ZonePrefix) is { } zone)
            {
                var type = SysFile.Text($"{directory}/type") ?? "";
                _zones.Add(($"{directory}/temp", new LabelSet(["zone", "type"], [zone, type])));
            }
            else if (Number(name, CoolingPrefix) is { } cooler && SysFile.Text($"{directory}/type") is { } type)
            {
                _coolers.Add(($"{directory}/cur_state", $"{directory}/max_state", new LabelSet(["name", "type"], [cooler, type])));
            }
        }
    }

    private static string? Number(string name, string prefix) =>
        name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiDigit(name[prefix.Length])
            ? name[prefix.Length..]
            : null;
}
