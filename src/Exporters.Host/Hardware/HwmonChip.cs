using System.Buffers.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>
/// One monitoring chip as the collector remembers it: the files of its sensors, in its own directory and in that of its device.
/// They are listed in every scrape, so that what a driver adds later is shown.
/// </summary>
internal sealed class HwmonChip
{
    public static readonly Family ChipNames = Family.Gauge("node_hwmon_chip_names", "What the driver calls the chip.", "chip", "chip_name");
    public static readonly Family SensorLabel = Family.Gauge("node_hwmon_sensor_label", "What the driver calls the sensor.", "chip", "sensor", "label");

    private const int ValueBytes = 128;

    private readonly string _chip;
    private readonly NameFilter _sensors;
    private readonly HwmonFamilies _families;
    private readonly DirectoryListing _own;
    private readonly DirectoryListing _device;
    private readonly LabelSet? _name;
    private readonly List<HwmonAttribute> _attributes = [];
    private readonly List<LabelSet> _labels = [];

    /// <summary>The chip in <paramref name="directory"/>.</summary>
    /// <param name="directory">Its directory below <c>/sys/class/hwmon</c>.</param>
    /// <param name="chip">Its name as a label.</param>
    /// <param name="name">What its driver calls it; null when it does not say.</param>
    /// <param name="sensors">Which sensors are shown, by <c>chip;sensor</c>.</param>
    /// <param name="families">The families of all chips.</param>
    public HwmonChip(string directory, string chip, string? name, NameFilter sensors, HwmonFamilies families)
    {
        _chip = chip;
        _sensors = sensors;
        _families = families;
        _own = new DirectoryListing(directory);
        _device = new DirectoryListing($"{directory}/device");
        _name = string.IsNullOrEmpty(name) ? null : new LabelSet(["chip", "chip_name"], [chip, name]);
    }

    /// <summary>Reads and writes every attribute that has a value now.</summary>
    public void Write(FamilyWriter writer)
    {
        if (_own.Refresh() | _device.Refresh())
        {
            Learn();
        }

        if (_name is not null)
        {
            writer.Write(ChipNames, 1, _name);
        }

        foreach (var labels in _labels)
        {
            writer.Write(SensorLabel, 1, labels);
        }

        Span<byte> buffer = stackalloc byte[ValueBytes];
        foreach (var attribute in _attributes)
        {
            var text = SysFile.Read(attribute.Path, buffer, out var errno);
            if (errno != Errno.None && attribute.OtherPath is not null)
            {
                text = SysFile.Read(attribute.OtherPath, buffer, out errno);
            }

            if (errno != Errno.None)
            {
                continue; // busy, off or gone: no value now
            }

            if (attribute.IsSwitch)
            {
                writer.Write(attribute.Family, text.SequenceEqual("1"u8) ? 1 : 0, attribute.Labels);
            }
            else if (Utf8Parser.TryParse(text, out double value, out var used) && used == text.Length)
            {
                writer.Write(attribute.Family, value / attribute.Divisor, attribute.Labels);
            }
            else
            {
                SysFile.ReportUnlessEmpty(attribute.Path, text, writer.Unreadable);
            }
        }
    }

    private void Learn()
    {
        _attributes.Clear();
        _labels.Clear();
        var sensors = new SortedDictionary<string, SortedDictionary<string, List<string>>>(StringComparer.Ordinal);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var listing in (DirectoryListing[])[_device, _own])
        {
            foreach (var file in listing.Names)
            {
                var path = $"{listing.Path}/{file}";
                if (HwmonFileName.Parse(file) is not { } parsed || IsDirectory(path))
                {
                    continue;
                }

                if (!sensors.TryGetValue(parsed.Sensor, out var files))
                {
                    sensors.Add(parsed.Sensor, files = new SortedDictionary<string, List<string>>(StringComparer.Ordinal));
                    types.Add(parsed.Sensor, parsed.Type);
                }

                if (!files.TryGetValue(parsed.Attribute, out var paths))
                {
                    files.Add(parsed.Attribute, paths = []);
                }

                paths.Add(path);
            }
        }

        foreach (var (sensor, files) in sensors)
        {
            if (_sensors.Admits($"{_chip};{sensor}"))
            {
                Learn(sensor, types[sensor], files);
            }
        }
    }

    private void Learn(string sensor, string type, SortedDictionary<string, List<string>> files)
    {
        var labels = new LabelSet(["chip", "sensor"], [_chip, sensor]);
        string? label = null;
        if (files.Remove("label", out var labelPaths) && (label = SysFile.Text(labelPaths[0])) is not null)
        {
            _labels.Add(new LabelSet(["chip", "sensor", "label"], [_chip, sensor, label]));
        }

        foreach (var (attribute, paths) in files)
        {
            var family = _families.Find(type, attribute, files.ContainsKey(""), out var divisor);
            var own = labels;
            if (type == "freq" && attribute == "input")
            {
                if (label is null)
                {
                    continue;
                }

                own = new LabelSet(["chip", "sensor"], [_chip, HwmonFamilies.Clean(label)]);
            }
            else if (type is "beep_enable" or "vrm" or "update_interval" && attribute.Length > 0)
            {
                continue;
            }

            _attributes.Add(new HwmonAttribute(paths[0], paths.Count > 1 ? paths[1] : null, family, divisor, own, type == "beep_enable"));
        }
    }

    /// <summary>The directory <c>power</c> of every device would else be a sensor.</summary>
    private static bool IsDirectory(string path)
    {
        Span<byte> buffer = stackalloc byte[1];
        SysFile.Read(path, buffer, out var errno);
        return errno == Errno.IsDirectory;
    }
}
