using System.Globalization;
using Exporters.Linux;

namespace Exporters.Host.Hardware;

/// <summary>
/// The name of a chip that stays the same from boot to boot. The number in <c>hwmon3</c> depends on the order in which drivers
/// were loaded; the place of the device does not: <c>/sys/devices/platform/coretemp.0</c> is <c>platform_coretemp_0</c>. A chip
/// without a device has its driver's name, and one without either the number after all.
/// </summary>
/// <param name="Directory">Its directory below <c>/sys/class/hwmon</c>.</param>
/// <param name="Place">The directory that the former leads to: it names the device.</param>
/// <param name="Name">The name by its device; another chip of the device has the same.</param>
/// <param name="Driver">What the driver calls it; empty when it does not say.</param>
internal sealed record HwmonChipName(string Directory, string Place, string Name, string Driver)
{
    private const string Prefix = "hwmon";

    /// <summary>The chip in <paramref name="directory"/>; null when nothing names it.</summary>
    public static HwmonChipName? Of(string directory)
    {
        var place = Real(directory);
        var driver = HwmonFamilies.Clean(SysFile.Text($"{directory}/name") ?? "");
        var name = DeviceName(place) ?? NullIfEmpty(driver) ?? NullIfEmpty(HwmonFamilies.Clean(Path.GetFileName(place)));
        return name is null ? null : new HwmonChipName(directory, place, name, driver);
    }

    /// <summary>
    /// Names that tell the chips apart. Where several drivers have chips on one device, each name gets its driver's name. Chips of
    /// one device and driver are counted in the order in which the driver registered them, which is the same at each boot: the
    /// first keeps the name when another comes, the others get <c>_2</c>, <c>_3</c> …
    /// </summary>
    public static IEnumerable<(HwmonChipName Chip, string Name)> Distinct(IReadOnlyCollection<HwmonChipName> chips)
    {
        foreach (var device in chips.GroupBy(chip => chip.Name, StringComparer.Ordinal))
        {
            var drivers = device.GroupBy(chip => chip.Driver, StringComparer.Ordinal).ToList();
            foreach (var driver in drivers)
            {
                var name = drivers.Count > 1 && driver.Key.Length > 0 ? $"{device.Key}_{driver.Key}" : device.Key;
                var rank = 0;
                foreach (var chip in driver.OrderBy(chip => Path.GetDirectoryName(chip.Place), StringComparer.Ordinal).ThenBy(chip => chip.Number))
                {
                    rank++;
                    yield return (chip, rank == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{rank}"));
                }
            }
        }
    }

    /// <summary>3 of <c>hwmon3</c>: numbers grow with each registration.</summary>
    private int Number =>
        Path.GetFileName(Directory) is { } entry && entry.StartsWith(Prefix, StringComparison.Ordinal)
        && int.TryParse(entry.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : int.MaxValue;

    private static string? DeviceName(string place)
    {
        if (!System.IO.Directory.Exists($"{place}/device"))
        {
            return null;
        }

        var device = Real($"{place}/device");
        var bus = HwmonFamilies.Clean(Path.GetFileName(Path.GetDirectoryName(device)) ?? "");
        var name = HwmonFamilies.Clean(Path.GetFileName(device));
        return name.Length == 0 ? null : bus.Length > 0 ? $"{bus}_{name}" : name;
    }

    /// <summary>The directory itself when the path is a link to it; sysfs links are relative to their real place.</summary>
    private static string Real(string path) => new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
