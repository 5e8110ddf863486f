using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem.Btrfs;

/// <summary>One mounted filesystem. Layouts and devices are found anew when one comes or goes.</summary>
internal sealed class BtrfsFilesystem
{
    private const double SectorBytes = 512;
    private static readonly string[] Kinds = ["data", "metadata", "system"];
    private static readonly string[] ErrorTypes = ["write", "read", "flush", "corruption", "generation"];

    private readonly string _directory;
    private readonly string _uuid;
    private readonly LabelSet _label;
    private readonly DirectoryListing _devices;
    private readonly DirectoryListing[] _kinds;
    private readonly ValueFiles _files = new();
    private readonly ValueFiles _deviceSizes = new();
    private readonly List<LabelSet> _layouts = [];
    private readonly List<double> _ratios = [];

    /// <summary>The filesystem in <paramref name="directory"/>, which bears its UUID.</summary>
    public BtrfsFilesystem(string directory, string name)
    {
        _directory = directory;
        _uuid = SysFile.Text($"{directory}/metadata_uuid") is { Length: > 0 } uuid ? uuid : name;
        _label = LabelSet.Of("uuid", _uuid);
        _devices = new DirectoryListing($"{directory}/devices");
        _kinds = Array.ConvertAll(Kinds, kind => new DirectoryListing($"{directory}/allocation/{kind}"));
    }

    /// <summary>Reads and writes everything.</summary>
    public void Write(FamilyWriter writer, Dictionary<string, IReadOnlyList<BtrfsDevice>> asked)
    {
        var changed = _devices.Refresh();
        foreach (var kind in _kinds)
        {
            changed |= kind.Refresh();
        }

        if (changed)
        {
            Find();
        }

        writer.WriteInfo(BtrfsFamilies.Info, _uuid, SysFile.Text($"{_directory}/label") ?? "");
        _files.Write(writer);
        WriteCommits(writer);
        for (var i = 0; i < _layouts.Count; i++)
        {
            writer.Write(BtrfsFamilies.Ratio, _ratios[i], _layouts[i]);
        }

        if (asked.TryGetValue(_uuid, out var devices))
        {
            WriteDevices(writer, devices);
        }
        else
        {
            _deviceSizes.Write(writer);
        }
    }

    private void Find()
    {
        _files.Clear();
        _deviceSizes.Clear();
        _layouts.Clear();
        _ratios.Clear();
        _files.Add($"{_directory}/allocation/global_rsv_size", BtrfsFamilies.Reserve, _label);
        for (var i = 0; i < Kinds.Length; i++)
        {
            _files.Add($"{_kinds[i].Path}/bytes_reserved", BtrfsFamilies.Reserved, new LabelSet(["uuid", "block_group_type"], [_uuid, Kinds[i]]));
            foreach (var layout in _kinds[i].Names.Where(layout => Directory.Exists($"{_kinds[i].Path}/{layout}")))
            {
                var labels = new LabelSet(["uuid", "block_group_type", "mode"], [_uuid, Kinds[i], layout]);
                _files.Add($"{_kinds[i].Path}/{layout}/used_bytes", BtrfsFamilies.Used, labels);
                _files.Add($"{_kinds[i].Path}/{layout}/total_bytes", BtrfsFamilies.Size, labels);
                _layouts.Add(labels);
                _ratios.Add(Ratio(layout, _devices.Names.Count));
            }
        }

        foreach (var device in _devices.Names)
        {
            _deviceSizes.Add($"{_devices.Path}/{device}/size", BtrfsFamilies.DeviceSize, new LabelSet(["uuid", "device"], [_uuid, device]), SectorBytes);
        }
    }

    /// <summary>Bytes on the devices for a byte of data; 0 for a layout of a later kernel.</summary>
    private static double Ratio(string layout, int devices) => layout switch
    {
        "single" or "raid0" => 1,
        "dup" or "raid1" or "raid10" => 2,
        "raid1c3" => 3,
        "raid1c4" => 4,
        "raid5" => devices / (devices - 1.0),
        "raid6" => devices / (devices - 2.0),
        _ => 0,
    };

    /// <summary><c>commits 25</c>, <c>last_commit_ms 1000</c> and so on; absent before Linux 6.0.</summary>
    private void WriteCommits(FamilyWriter writer)
    {
        var path = $"{_directory}/commit_stats";
        var errno = ProcFile.TryRead(path, out var file);
        using (file)
        {
            if (errno != Errno.None)
            {
                return;
            }

            for (var lines = new Utf8Cursor(file.Bytes, path, writer.Unreadable); lines.NextLine(out var line);)
            {
                var key = line.Field();
                if (BtrfsFamilies.Commits.Find(key) is { } family)
                {
                    writer.WriteIfKnown(family, line.UInt64() / (key.EndsWith("_ms"u8) ? 1000.0 : 1), _label);
                }
            }
        }
    }

    private void WriteDevices(FamilyWriter writer, IReadOnlyList<BtrfsDevice> devices)
    {
        foreach (var device in devices)
        {
            var name = Path.GetFileName(device.Path);
            var id = device.Uuid.ToString();
            writer.Write(BtrfsFamilies.DeviceSize, device.TotalBytes, _uuid, name, id);
            writer.Write(BtrfsFamilies.DeviceUnused, device.TotalBytes - (double)device.UsedBytes, _uuid, name, id);
            for (var i = 0; i < ErrorTypes.Length; i++)
            {
                writer.Write(BtrfsFamilies.DeviceErrors, device.Errors[i], _uuid, ErrorTypes[i], name, id);
            }
        }
    }
}
