using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>
/// Clocks and governors of the CPUs, from <c>/sys/devices/system/cpu/cpuN/cpufreq</c> (kernel
/// Documentation/admin-guide/pm/cpufreq.rst). Virtual machines mostly have none of it; <c>cpuinfo_cur_freq</c> is for root only.
/// </summary>
internal sealed class CpufreqCollector(HostPaths paths, TimeProvider time) : ICollector
{
    /// <summary>The name, for those who must know whether it is on.</summary>
    public const string CollectorName = "cpufreq";

    private const double HertzPerKilohertz = 1000;

    private static readonly FamilyList All = new();

    private static readonly (string File, Family Family)[] Clocks =
    [
        ("cpuinfo_cur_freq", CpuFrequency.Hertz),
        ("cpuinfo_avg_freq", Gauge("node_cpu_frequency_avg_hertz", "Clock of the CPU averaged over a short while, in hertz.")),
        ("cpuinfo_min_freq", Gauge("node_cpu_frequency_min_hertz", "Lowest clock that the CPU can have, in hertz.")),
        ("cpuinfo_max_freq", Gauge("node_cpu_frequency_max_hertz", "Highest clock that the CPU can have, in hertz.")),
        ("scaling_cur_freq", Gauge("node_cpu_scaling_frequency_hertz", "Clock that the governor chose, in hertz.")),
        ("scaling_min_freq", Gauge("node_cpu_scaling_frequency_min_hertz", "Lowest clock that the governor may choose, in hertz.")),
        ("scaling_max_freq", Gauge("node_cpu_scaling_frequency_max_hertz", "Highest clock that the governor may choose, in hertz.")),
    ];

    private static readonly Family Governor = All.StateSet(
        "node_cpu_scaling_governor", "1 for the governor in use, 0 for the others that this CPU could have.", "cpu", "governor");

    private readonly CpuDirectories _cpus = new(paths, time);
    private readonly CpuLabels _labels = new();
    private readonly string _offline = paths.Sys("devices/system/cpu/offline");
    private readonly List<(uint Cpu, Policy Policy)> _policies = [];

    public string Name => CollectorName;

    public IReadOnlyList<Family> Families { get; } = [.. All, CpuFrequency.Hertz];

    public void Collect(FamilyWriter writer)
    {
        Refresh();
        if (_policies.Count == 0)
        {
            return;
        }

        var offline = Offline(writer.Unreadable);
        foreach (var (cpu, policy) in _policies)
        {
            if (!offline.Contains(cpu))
            {
                Write(writer, policy, _labels[cpu]);
            }
        }
    }

    private static void Write(FamilyWriter writer, Policy policy, LabelSet label)
    {
        for (var i = 0; i < Clocks.Length; i++)
        {
            if (policy.Clocks[i] is { } path && SysFile.UInt64(path, writer.Unreadable) is { } kilohertz)
            {
                writer.Write(Clocks[i].Family, kilohertz * HertzPerKilohertz, label);
            }
        }

        if (policy.Governors.Length > 0 && SysFile.Text(policy.Governor) is { Length: > 0 } current)
        {
            writer.WriteStates(Governor, policy.Governors, current, label);
        }
    }

    private static Family Gauge(string name, string help) => All.Gauge(name, help, "cpu");

    private void Refresh()
    {
        if (!_cpus.Refresh())
        {
            return;
        }

        _policies.Clear();
        foreach (var (cpu, path) in _cpus.All)
        {
            var directory = $"{path}/cpufreq";
            if (Directory.Exists(directory))
            {
                var clocks = Array.ConvertAll(Clocks, clock => File.Exists($"{directory}/{clock.File}") ? $"{directory}/{clock.File}" : null);
                var governors = SysFile.Text($"{directory}/scaling_available_governors") ?? "";
                _policies.Add((cpu, new Policy(
                    clocks, $"{directory}/scaling_governor", governors.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
            }
        }
    }

    private List<uint> Offline(Action<ProcFormatException> unreadable)
    {
        if (ProcFile.TryRead(_offline, out var file) != Errno.None)
        {
            return [];
        }

        using (file)
        {
            return CpuList.Parse(file.Trimmed, _offline, unreadable);
        }
    }

    /// <summary>The files of one CPU; null where there is none.</summary>
    private sealed record Policy(string?[] Clocks, string Governor, string[] Governors);
}
