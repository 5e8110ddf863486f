using Exporters.Linux;

namespace Exporters.Host.Hardware;

/// <summary>
/// The name of a chip that stays the same from boot to boot. The number in <c>hwmon3</c> depends on the order in which drivers
/// were loaded; the place of the device does not: <c>/sys/devices/platform/coretemp.0</c> is <c>platform_coretemp_0</c>. A chip
/// without a device has its driver's name, and one without either the number after all.
/// </summary>
internal static class HwmonChipName
{
    /// <summary>The name of the chip in <paramref name="directory"/>; null when nothing names it.</summary>
    public static string? Of(string directory)
    {
        var real = Real(directory);
        if (Directory.Exists($"{real}/device"))
        {
            var device = Real($"{real}/device");
            var bus = HwmonFamilies.Clean(Path.GetFileName(Path.GetDirectoryName(device)) ?? "");
            var name = HwmonFamilies.Clean(Path.GetFileName(device));
            if (name.Length > 0)
            {
                return bus.Length > 0 ? $"{bus}_{name}" : name;
            }
        }

        return NullIfEmpty(HwmonFamilies.Clean(SysFile.Text($"{directory}/name") ?? "")) ?? NullIfEmpty(HwmonFamilies.Clean(Path.GetFileName(real)));
    }

    /// <summary>The directory itself when the path is a link to it; sysfs links are relative to their real place.</summary>
    private static string Real(string path) => new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
