using System.Globalization;
using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Disk;

/// <summary>
/// One block device as the collector remembers it: its encoded labels, and what udev said of it. Asked again in every scrape;
/// made anew only when the answer differs.
/// </summary>
internal sealed class DiskDevice
{
    private static readonly string[] InfoLabels = ["device", "major", "minor", "path", "wwn", "model", "serial", "revision", "rotational"];
    private static readonly string[] FilesystemLabels = ["device", "type", "usage", "uuid", "version"];
    private static readonly string[] MapperLabels = ["device", "name", "uuid", "vg_name", "lv_name", "lv_layer"];

    private readonly string _name;
    private readonly string _udevPath;
    private readonly string _rotationalPath;
    private readonly List<ProcFormatException> _problems = [];
    private byte[] _udevText = [];
    private bool _rotational;

    /// <summary>Makes it.</summary>
    /// <param name="name">The name, <c>sda</c> say.</param>
    /// <param name="major">The major number.</param>
    /// <param name="minor">The minor number.</param>
    /// <param name="admitted">Whether the filters let it through.</param>
    /// <param name="paths">Where sysfs and udev's data base are.</param>
    public DiskDevice(string name, ulong major, ulong minor, bool admitted, HostPaths paths)
    {
        _name = name;
        Major = major;
        Minor = minor;
        IsAdmitted = admitted;
        _udevPath = paths.UdevData(string.Create(CultureInfo.InvariantCulture, $"b{major}:{minor}"));
        _rotationalPath = paths.Sys($"block/{name.Replace('/', '!')}/queue/rotational");
        Labels = LabelSet.Of("device", name);
        Info = LabelSet.Empty;
        Describe(UdevProperties.None);
    }

    public ulong Major { get; }

    public ulong Minor { get; }

    public bool IsAdmitted { get; }

    /// <summary>In which scrape it was last there.</summary>
    public long SeenIn { get; set; }

    /// <summary>The label <c>device</c>.</summary>
    public LabelSet Labels { get; }

    /// <summary>Labels of <c>node_disk_info</c>.</summary>
    public LabelSet Info { get; private set; }

    /// <summary>Labels of <c>node_disk_filesystem_info</c>; null when udev saw no file system on it.</summary>
    public LabelSet? Filesystem { get; private set; }

    /// <summary>Labels of <c>node_disk_device_mapper_info</c>; null when it is none of device mapper's.</summary>
    public LabelSet? Mapper { get; private set; }

    /// <summary>1 when the ATA disk has a write cache.</summary>
    public double? AtaWriteCache { get; private set; }

    /// <summary>1 when that cache is in use.</summary>
    public double? AtaWriteCacheEnabled { get; private set; }

    /// <summary>Revolutions per minute of the ATA disk; 0 when nothing turns.</summary>
    public double? AtaRotationRate { get; private set; }

    /// <summary>Looks whether udev or the queue tell something new.</summary>
    /// <param name="unreadable">Told of numbers of udev that are none.</param>
    public void Refresh(Action<ProcFormatException> unreadable)
    {
        Span<byte> buffer = stackalloc byte[8];
        var rotational = SysFile.Read(_rotationalPath, buffer, out _).SequenceEqual("1"u8);
        var errno = ProcFile.TryRead(_udevPath, out var file);
        using (file)
        {
            var text = errno == Errno.None ? file.Bytes : default;
            if (rotational != _rotational || !text.SequenceEqual(_udevText))
            {
                _rotational = rotational;
                _udevText = text.ToArray();
                Describe(UdevProperties.Parse(text));
            }
        }

        _problems.ForEach(unreadable);
    }

    private void Describe(UdevProperties udev)
    {
        var culture = CultureInfo.InvariantCulture;
        Info = new LabelSet(
            InfoLabels,
            [
                _name, Major.ToString(culture), Minor.ToString(culture), udev["ID_PATH"] ?? "", udev["ID_WWN"] ?? "", udev["ID_MODEL"] ?? "",
                udev.Serial ?? "", udev["ID_REVISION"] ?? "", _rotational ? "1" : "0",
            ]);
        Filesystem = string.IsNullOrEmpty(udev["ID_FS_TYPE"])
            ? null
            : new LabelSet(
                FilesystemLabels,
                [_name, udev["ID_FS_TYPE"], udev["ID_FS_USAGE"] ?? "", udev["ID_FS_UUID"] ?? "", udev["ID_FS_VERSION"] ?? ""]);
        Mapper = string.IsNullOrEmpty(udev["DM_NAME"])
            ? null
            : new LabelSet(
                MapperLabels,
                [_name, udev["DM_NAME"], udev["DM_UUID"] ?? "", udev["DM_VG_NAME"] ?? "", udev["DM_LV_NAME"] ?? "", udev["DM_LV_LAYER"] ?? ""]);
        _problems.Clear();
        var ata = !string.IsNullOrEmpty(udev["ID_ATA"]);
        AtaWriteCache = ata ? Number(udev, "ID_ATA_WRITE_CACHE") : null;
        AtaWriteCacheEnabled = ata ? Number(udev, "ID_ATA_WRITE_CACHE_ENABLED") : null;
        AtaRotationRate = ata ? Number(udev, "ID_ATA_ROTATION_RATE_RPM") : null;
    }

    private double? Number(UdevProperties udev, string property)
    {
        var text = udev[property];
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        if (!string.IsNullOrEmpty(text))
        {
            _problems.Add(new ProcFormatException(_udevPath, 0, Encoding.UTF8.GetBytes(text), $"a number as {property}"));
        }

        return null;
    }
}
