using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>
/// What the kernel does against faults of the processor, from <c>/sys/devices/system/cpu/vulnerabilities</c> (kernel
/// Documentation/ABI/testing/sysfs-devices-system-cpu): one file for each fault.
/// <code>Mitigation: untrained return thunk; SMT enabled with STIBP protection</code>
/// </summary>
internal sealed class CpuVulnerabilitiesCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info(
        "node_cpu_vulnerabilities_info", "Whether the processor has the fault, and what is done against it.", "codename", "state", "mitigation");

    private static readonly string[] States = ["not affected", "vulnerable", "mitigation", "unknown"];

    private readonly DirectoryListing _listing = new(paths.Sys("devices/system/cpu/vulnerabilities"));

    public string Name => "cpu_vulnerabilities";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        _listing.Refresh();
        foreach (var name in _listing.Names)
        {
            if (SysFile.Text($"{_listing.Path}/{name}") is { } text)
            {
                var (state, measure) = Parse(text);
                writer.WriteInfo(Info, name, state, measure);
            }
        }
    }

    /// <summary>The state, and what stands after the first word; text that begins with no known state is shown whole.</summary>
    internal static (string State, string Mitigation) Parse(string text)
    {
        var state = Array.Find(States, known => text.StartsWith(known, StringComparison.OrdinalIgnoreCase));
        if (state is null)
        {
            return ("unknown", text);
        }

        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return (state, state == States[0] ? "" : string.Join(' ', words.Skip(1)));
    }
}
