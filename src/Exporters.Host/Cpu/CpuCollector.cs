using Exporters.Linux;
using Exporters.Configuration.Settings;
using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>
/// Times of each CPU by mode from <c>/proc/stat</c>, proc_stat(5); throttling, online and isolated CPUs from
/// <c>/sys/devices/system/cpu</c>; on demand what <c>/proc/cpuinfo</c> tells.
/// </summary>
internal sealed class CpuCollector : ICollector
{
    /// <summary>Whether time in guests is shown by itself.</summary>
    public static readonly Setting Guest = Setting.Switch("collector.cpu.guest", true, "Show the time CPUs spent in guests (virtual machines).");

    /// <summary>Whether /proc/cpuinfo is shown.</summary>
    public static readonly Setting Info = Setting.Switch("collector.cpu.info", false, "Show model, topology and clock of each CPU from /proc/cpuinfo.");

    /// <summary>Which flags of the first CPU are shown.</summary>
    public static readonly Setting FlagsInclude = Setting.Regex(
        "collector.cpu.info.flags-include", "", "Regular expression of the CPU flags to show; turns collector.cpu.info on.");

    /// <summary>Which bugs of the first CPU are shown.</summary>
    public static readonly Setting BugsInclude = Setting.Regex(
        "collector.cpu.info.bugs-include", "", "Regular expression of the CPU bugs to show; turns collector.cpu.info on.");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Setting> Settings = [Guest, Info, FlagsInclude, BugsInclude];
    private static readonly FamilyList All = new();
    private static readonly Family Seconds = All.Counter(
        "node_cpu_seconds_total", "Time that the CPU spent in each mode, in seconds.", "cpu", "mode");

    private static readonly Family GuestSeconds = All.Counter(
        "node_cpu_guest_seconds_total", "Time that the CPU spent in guests, in seconds; user and nice time contain it already.", "cpu", "mode");

    private static readonly Family CoreThrottles = All.Counter(
        "node_cpu_core_throttles_total", "Times that the core was throttled because of heat.", "package", "core");

    private static readonly Family PackageThrottles = All.Counter(
        "node_cpu_package_throttles_total", "Times that the package was throttled because of heat.", "package");

    private static readonly Family Isolated = All.Gauge("node_cpu_isolated", "1 for each CPU that the scheduler leaves alone.", "cpu");
    private static readonly Family Online = All.Gauge("node_cpu_online", "1 if the CPU is online, 0 if not.", "cpu");

    private readonly KernelFile _file;
    private readonly Family? _guest;
    private readonly CpuClocks _clocks = new();
    private readonly CpuTopology _topology;
    private readonly CpuInfo? _info;

    public CpuCollector(HostContext context)
    {
        _file = new KernelFile(context.Paths.Proc("stat"));
        _guest = context.Settings.Switch(Guest) ? GuestSeconds : null;
        _topology = new CpuTopology(context.Paths, context.Time);
        var flags = context.Settings.Pattern(FlagsInclude);
        var bugs = context.Settings.Pattern(BugsInclude);
        if (context.Settings.Switch(Info) || flags is not null || bugs is not null)
        {
            // Clocks are the cpufreq collector's subject: without it they are not shown here either.
            var clocks = HostModule.Enabled(context.Settings).Any(collector => collector.Name == CpufreqCollector.CollectorName);
            _info = new CpuInfo(context.Paths.Proc("cpuinfo"), clocks, flags, bugs);
        }
    }

    public string Name => "cpu";

    public IReadOnlyList<Family> Families { get; } = [.. All, .. CpuInfo.Families];

    public void Collect(FamilyWriter writer)
    {
        using (var file = HostFile.Read(_file))
        {
            _clocks.Advance(file.Bytes, _file.Path, writer.Unreadable);
        }

        _clocks.Write(writer, Seconds, _guest);
        _info?.Write(writer);
        _topology.WriteThrottles(writer, CoreThrottles, PackageThrottles);
        _topology.WriteOnline(writer, Online);
        _topology.WriteIsolated(writer, Isolated);
    }
}
