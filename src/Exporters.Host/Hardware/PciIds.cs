namespace Exporters.Host.Hardware;

/// <summary>
/// Names of PCI devices, from <c>pci.ids</c>: vendors at the beginning of a line, their devices after one tab, variants of these after
/// two; then classes after <c>C</c> with subclasses and interfaces in the same way. Read once when devices come or go, and not kept.
/// <code>
/// 8086  Intel Corporation
/// 	1521  I350 Gigabit Network Connection
/// 		8086 00a3  Ethernet Network Adapter I350-T4
/// C 02  Network controller
/// 	00  Ethernet controller
/// </code>
/// </summary>
internal sealed class PciIds
{
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the first of the files that is there; without any, every name is the number itself.</summary>
    public PciIds(IEnumerable<string> files)
    {
        if (files.FirstOrDefault(File.Exists) is not { } path)
        {
            return;
        }

        var (first, second) = ("", "");
        foreach (var line in File.ReadLines(path))
        {
            var depth = line.Length - line.AsSpan().TrimStart('\t').Length;
            var space = line.IndexOf("  ", StringComparison.Ordinal);
            if (line.Length == 0 || line[0] == '#' || space < 0)
            {
                continue;
            }

            // A class is kept as "C 02", so that it is never taken for a vendor.
            var id = line[depth..space];
            (first, second) = depth == 0 ? (id, "") : depth == 1 ? (first, id) : (first, second);
            var key = depth == 0 ? id : depth == 1 ? $"{first}/{id}" : $"{first}/{second}/{id}";
            _names.TryAdd(key, line[(space + 2)..].Trim());
        }
    }

    /// <summary>The names of vendor, device, vendor and device of the subsystem, and class, given as <c>0x8086</c>; numbers for what is not in the file.</summary>
    public string[] Names(string deviceClass, string vendor, string device, string subsystemVendor, string subsystemDevice)
    {
        var (v, d, sv, sd, c) = (Bare(vendor), Bare(device), Bare(subsystemVendor), Bare(subsystemDevice), Bare(deviceClass));
        return
        [
            _names.GetValueOrDefault(v, v),
            _names.GetValueOrDefault($"{v}/{d}", d),
            _names.GetValueOrDefault(sv, sv),
            _names.GetValueOrDefault($"{v}/{d}/{sv} {sd}", sd),
            Class(c),
        ];
    }

    private string Class(string id)
    {
        if (id.Length < 6)
        {
            return $"Unknown class ({id})";
        }

        var (main, sub, detail) = ($"C {id[..2]}", id[2..4], id[4..6]);
        return _names.GetValueOrDefault($"{main}/{sub}/{detail}")
            ?? _names.GetValueOrDefault($"{main}/{sub}")
            ?? _names.GetValueOrDefault(main)
            ?? $"Unknown class ({id})";
    }

    private static string Bare(string id) => id.StartsWith("0x", StringComparison.Ordinal) ? id[2..] : id;
}
