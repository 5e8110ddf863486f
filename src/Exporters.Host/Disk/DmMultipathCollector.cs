using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Disk;

/// <summary>
/// Multipath devices of the device mapper and the state of each path, from <c>/sys/block/dm-N</c>: those whose <c>dm/uuid</c> begins
/// with <c>mpath-</c>.
/// </summary>
internal sealed class DmMultipathCollector(HostPaths paths) : ICollector
{
    private const double SectorBytes = 512;
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info("node_dmmultipath_device_info", "A multipath device.", "device", "sysfs_name", "uuid");
    private static readonly Family Active = All.Gauge("node_dmmultipath_device_active", "1 if the device is active, 0 if it is suspended.", "device", "sysfs_name");
    private static readonly Family Size = All.Gauge("node_dmmultipath_device_size_bytes", "Size of the device, in bytes.", "device", "sysfs_name");
    private static readonly Family Paths = All.Gauge("node_dmmultipath_device_paths", "Paths of the device.", "device", "sysfs_name");
    private static readonly Family PathsActive = All.Gauge("node_dmmultipath_device_paths_active", "Paths of the device that are running or live.", "device", "sysfs_name");
    private static readonly Family PathsFailed = All.Gauge("node_dmmultipath_device_paths_failed", "Paths of the device in any other state.", "device", "sysfs_name");
    private static readonly Family PathState = All.Info("node_dmmultipath_path_state", "State of a path of the device.", "device", "path", "state");

    private readonly DirectoryListing _blocks = new(paths.Sys("block"));
    private readonly List<(string Name, string Uuid, string SysfsName, DirectoryListing Paths, LabelSet Labels)> _devices = [];

    public string Name => "dmmultipath";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        if (_blocks.Refresh())
        {
            Find();
        }

        foreach (var (name, uuid, sysfsName, paths, labels) in _devices)
        {
            writer.Write(Info, 1, labels, null, null, uuid);
            writer.WriteIfKnown(Active, SysFile.UInt64($"{_blocks.Path}/{sysfsName}/dm/suspended", writer.Unreadable) is { } suspended ? (suspended == 1 ? 0 : 1) : null, labels);
            writer.WriteIfKnown(Size, SysFile.UInt64($"{_blocks.Path}/{sysfsName}/size", writer.Unreadable) * SectorBytes, labels);
            WritePaths(writer, name, paths, labels);
        }
    }

    private void WritePaths(FamilyWriter writer, string name, DirectoryListing paths, LabelSet labels)
    {
        paths.Refresh();
        var active = 0;
        foreach (var path in paths.Names)
        {
            var state = SysFile.Text($"{_blocks.Path}/{path}/device/state") ?? "";
            active += state is "running" or "live" ? 1 : 0;
            writer.WriteInfo(PathState, name, path, state);
        }

        writer.Write(Paths, paths.Names.Count, labels);
        writer.Write(PathsActive, active, labels);
        writer.Write(PathsFailed, paths.Names.Count - active, labels);
    }

    private void Find()
    {
        _devices.Clear();
        foreach (var sysfsName in _blocks.Names.Where(name => name.StartsWith("dm-", StringComparison.Ordinal)))
        {
            var directory = $"{_blocks.Path}/{sysfsName}";
            if (SysFile.Text($"{directory}/dm/uuid") is { } uuid && uuid.StartsWith("mpath-", StringComparison.Ordinal))
            {
                var name = SysFile.Text($"{directory}/dm/name") ?? "";
                _devices.Add((name, uuid, sysfsName, new DirectoryListing($"{directory}/slaves"), new LabelSet(["device", "sysfs_name"], [name, sysfsName])));
            }
        }
    }
}
