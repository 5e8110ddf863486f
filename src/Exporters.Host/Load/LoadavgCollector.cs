using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Load;

/// <summary>Load averages, from <c>/proc/loadavg</c>; see proc_loadavg(5).</summary>
internal sealed class LoadavgCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Load1 = All.Gauge("node_load1", "Runnable and uninterruptible tasks, averaged over 1 minute.");
    private static readonly Family Load5 = All.Gauge("node_load5", "Runnable and uninterruptible tasks, averaged over 5 minutes.");
    private static readonly Family Load15 = All.Gauge("node_load15", "Runnable and uninterruptible tasks, averaged over 15 minutes.");

    private readonly KernelFile _file = new(paths.Proc("loadavg"));

    public string Name => "loadavg";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        var load = Loadavg.Parse(file.Bytes, _file.Path, writer.Unreadable);
        writer.WriteIfKnown(Load1, load.OneMinute);
        writer.WriteIfKnown(Load5, load.FiveMinutes);
        writer.WriteIfKnown(Load15, load.FifteenMinutes);
    }
}
