using System.Globalization;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>
/// A power zone below <c>/sys/class/powercap</c> (kernel Documentation/power/powercap/powercap.rst). A zone's name may end in
/// its number (<c>package-0</c>); zones that share a name (<c>dram</c> of two packages) are numbered in the order of their
/// directories.
/// </summary>
/// <param name="Name">The name without number.</param>
/// <param name="Energy">The file with the energy used so far, in microjoules.</param>
/// <param name="Labels">index and path.</param>
internal sealed record RaplZone(string Name, string Energy, LabelSet Labels)
{
    /// <summary>The zones of the directories that have a name.</summary>
    public static List<RaplZone> Find(string directory, IReadOnlyList<string> entries)
    {
        var zones = new List<RaplZone>();
        var next = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var path = $"{directory}/{entry}";
            if (SysFile.Text($"{path}/name") is not { } name)
            {
                continue;
            }

            var index = 0;
            if (name.Split('-') is [var stem, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out index))
            {
                name = stem;
            }
            else
            {
                index = next.GetValueOrDefault(name);
            }

            next[name] = index + 1;
            var labels = new LabelSet(["index", "path"], [index.ToString(CultureInfo.InvariantCulture), path]);
            zones.Add(new RaplZone(name, $"{path}/energy_uj", labels));
        }

        return zones;
    }
}
