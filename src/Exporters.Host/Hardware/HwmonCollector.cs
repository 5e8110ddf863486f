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

    private void Learn()
    {
        _known.Clear();
        var chips = new List<HwmonChipName>();
        foreach (var entry in _listing.Names)
        {
            var directory = $"{_listing.Path}/{entry}";
            if (Directory.Exists(directory) && HwmonChipName.Of(directory) is { } name)
            {
                chips.Add(name);
            }
        }

        foreach (var (chip, name) in HwmonChipName.Distinct(chips))
        {
            if (_chips.Admits(name))
            {
                _known.Add(new HwmonChip(chip.Directory, name, chip.Driver, _sensors, _families));
            }
        }
    }
}
