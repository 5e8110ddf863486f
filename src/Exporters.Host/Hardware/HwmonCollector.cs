using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>
/// Temperatures, fans, voltages and what else monitoring chips measure, from <c>/sys/class/hwmon</c>; kernel
/// <c>Documentation/hwmon/sysfs-interface.rst</c>. <see cref="Families"/> lists the families of common attributes; attributes that
/// only one driver has get theirs in the same way.
/// </summary>
internal sealed class HwmonCollector(HostContext context) : ICollector
{
    private static readonly Setting ChipInclude = Setting.Regex(
        "collector.hwmon.chip-include", "", "Chips to show; excludes --collector.hwmon.chip-exclude.");

    private static readonly Setting ChipExclude = Setting.Regex(
        "collector.hwmon.chip-exclude", "", "Chips not to show; excludes --collector.hwmon.chip-include.");

    private static readonly Setting SensorInclude = Setting.Regex(
        "collector.hwmon.sensor-include", "", "Sensors to show, as chip;sensor; excludes --collector.hwmon.sensor-exclude.");

    private static readonly Setting SensorExclude = Setting.Regex(
        "collector.hwmon.sensor-exclude", "", "Sensors not to show, as chip;sensor; excludes --collector.hwmon.sensor-include.");

    private readonly DirectoryListing _listing = new(context.Paths.Sys("class/hwmon"));
    private readonly NameFilter _chips = NameFilter.Read(context.Settings, ChipInclude, ChipExclude);
    private readonly NameFilter _sensors = NameFilter.Read(context.Settings, SensorInclude, SensorExclude);
    private readonly HwmonFamilies _families = new();
    private readonly List<HwmonChip> _known = [];

    public static IReadOnlyList<Setting> Settings { get; } = [ChipInclude, ChipExclude, SensorInclude, SensorExclude];

    public string Name => "hwmon";

    public IReadOnlyList<Family> Families { get; } = [HwmonChip.ChipNames, HwmonChip.SensorLabel, .. HwmonFamilies.Known];

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            Learn();
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno);
        }

        foreach (var chip in _known)
        {
            chip.Write(writer);
        }
    }

    /// <summary>
    /// Several chips may hang on one device: then the driver's name is added to the chip's, or, where that does not tell them
    /// apart either, the number that the kernel gave.
    /// </summary>
    private void Learn()
    {
        _known.Clear();
        var chips = new List<(string Directory, string Base, string? Name)>();
        foreach (var entry in _listing.Names)
        {
            var directory = $"{_listing.Path}/{entry}";
            if (Directory.Exists(directory) && HwmonChipName.Of(directory) is { } name)
            {
                chips.Add((directory, name, SysFile.Text($"{directory}/name")));
            }
        }

        foreach (var (directory, baseName, name) in chips)
        {
            var cleaned = HwmonFamilies.Clean(name ?? "");
            var chip = baseName;
            if (chips.Count(other => other.Base == baseName) > 1)
            {
                var isTold = cleaned.Length > 0 && chips.Count(other => other.Base == baseName && other.Name == name) == 1;
                chip += "_" + (isTold ? cleaned : HwmonFamilies.Clean(Path.GetFileName(directory)));
            }

            if (_chips.Admits(chip))
            {
                _known.Add(new HwmonChip(directory, chip, cleaned, _sensors, _families));
            }
        }
    }
}
