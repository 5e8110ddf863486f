using System.Globalization;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>
/// Counters of the processor, its caches and the kernel for each CPU, all processes together, from perf_event_open(2). What this
/// processor does not count is not shown. The counters run from the first scrape on until the program ends.
/// </summary>
internal sealed class PerfCollector : ICollector, IDisposable
{
    private const string Prefix = "collector.perf.";
    private const uint TracepointType = 2;

    private static readonly Setting Cpus = Setting.Text(Prefix + "cpus", "", "CPUs on which to count, such as 0-3,8 or 0-8:2; all of them if none is given.") with
    {
        Check = text => PerfCpus.Parse(text) is null ? $"must be a list of CPUs such as 0-3,8, got \"{text}\"" : null,
    };

    private static readonly Setting Tracepoints = Setting.Texts(Prefix + "tracepoint", "", "Tracepoint to count, such as sched:sched_process_fork; may be repeated.");
    private static readonly Setting[] Off = Array.ConvertAll(
        (string[])["hardware", "software", "cache"], kind => Setting.Switch($"{Prefix}disable-{kind}-profilers", false, $"Count nothing of the kind {kind}."));

    private static readonly Setting[] Chosen = Array.ConvertAll(
        (string[])["hardware", "software", "cache"], kind => Setting.Texts($"{Prefix}{kind}-profilers", "", $"Counter of the kind {kind} to run, all of them if none is given; may be repeated."));

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Cpus, Tracepoints, .. Off, .. Chosen];

    private readonly HostPaths _paths;
    private readonly SettingValues _settings;
    private readonly List<(string Tracepoint, Family Family)> _tracepoints = [];
    private List<(PerfCounter Counter, Family Family, LabelSet Cpu)>? _counters;

    public PerfCollector(HostContext context)
    {
        _paths = context.Paths;
        _settings = context.Settings;
        foreach (var tracepoint in _settings.Texts(Tracepoints))
        {
            _tracepoints.Add((tracepoint, Family.Counter($"node_perf_{KernelFamilies.Clean(tracepoint)}", $"Times that the tracepoint {tracepoint} was passed.", "cpu")));
        }
    }

    public string Name => "perf";

    public IReadOnlyList<Family> Families => [.. PerfFamilies.Table.Families, .. _tracepoints.Select(tracepoint => tracepoint.Family)];

    public void Collect(FamilyWriter writer)
    {
        _counters ??= Open();
        foreach (var (counter, family, cpu) in _counters)
        {
            writer.WriteIfKnown(family, counter.Read(), cpu);
        }
    }

    public void Dispose()
    {
        foreach (var (counter, _, _) in _counters ?? [])
        {
            counter.Dispose();
        }
    }

    private List<(PerfCounter Counter, Family Family, LabelSet Cpu)> Open()
    {
        var listed = _settings.Text(Cpus) is { Length: > 0 } text ? text : SysFile.Text(_paths.Sys("devices/system/cpu/online")) ?? "0";
        var cpus = (PerfCpus.Parse(listed) ?? []).Select(cpu => (Number: cpu, Label: LabelSet.Of("cpu", cpu.ToString(CultureInfo.InvariantCulture)))).ToArray();
        var opened = new List<(PerfCounter Counter, Family Family, LabelSet Cpu)>();
        var refused = Errno.None;
        foreach (var (type, config, family) in Events())
        {
            foreach (var (number, label) in cpus)
            {
                if (PerfCounter.TryOpen(type, config, number, out var errno) is { } counter)
                {
                    opened.Add((counter, family, label));
                }
                else if (errno is Errno.AccessDenied or Errno.NotPermitted)
                {
                    refused = errno;
                }
            }
        }

        return opened.Count > 0 || refused == Errno.None ? opened : throw new CollectorUnavailableException(
            UnavailableReason.Permission, "perf_event_open(2): permission denied; run as root, give CAP_PERFMON, or: sysctl kernel.perf_event_paranoid=0");
    }

    private IEnumerable<(uint Type, ulong Config, Family Family)> Events()
    {
        foreach (var (key, family) in PerfFamilies.Table.Rows)
        {
            var words = key.Split(':');
            var type = uint.Parse(words[0], CultureInfo.InvariantCulture);
            var kind = type == 3 ? 2 : (int)type;
            var chosen = _settings.Texts(Chosen[kind]);
            if (!_settings.Switch(Off[kind]) && (chosen.Count == 0 || chosen.Contains(words[2])))
            {
                yield return (type, ulong.Parse(words[1], CultureInfo.InvariantCulture), family);
            }
        }

        foreach (var (tracepoint, family) in _tracepoints)
        {
            var path = _paths.Sys($"kernel/tracing/events/{tracepoint.Replace(':', '/')}/id");
            if ((SysFile.UInt64(path) ?? SysFile.UInt64(path.Replace("/tracing/", "/debug/tracing/", StringComparison.Ordinal))) is { } id)
            {
                yield return (TracepointType, id, family);
            }
        }
    }
}
