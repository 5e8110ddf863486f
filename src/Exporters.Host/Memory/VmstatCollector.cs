using System.Text;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>
/// Paging and out-of-memory counters, from <c>/proc/vmstat</c>, proc_vmstat(5): one <c>name value</c> a line. The families are
/// untyped: the file does not tell counters from gauges.
/// </summary>
internal sealed class VmstatCollector : ICollector
{
    /// <summary>Which lines are shown.</summary>
    public static readonly Setting Fields = Setting.Regex(
        "collector.vmstat.fields", "^(oom_kill|pgpg|pswp|pg.*fault).*", "Regular expression of the lines of /proc/vmstat to show.");

    private static readonly (string Key, Family Family)[] Known =
    [
        ("oom_kill", Family.Untyped("node_vmstat_oom_kill", "Processes killed because memory ran out.")),
        ("pgfault", Family.Untyped("node_vmstat_pgfault", "Page faults, minor and major.")),
        ("pgmajfault", Family.Untyped("node_vmstat_pgmajfault", "Page faults that had to read from disk.")),
        ("pgpgin", Family.Untyped("node_vmstat_pgpgin", "KiB read from block devices.")),
        ("pgpgout", Family.Untyped("node_vmstat_pgpgout", "KiB written to block devices.")),
        ("pswpin", Family.Untyped("node_vmstat_pswpin", "Pages read from swap.")),
        ("pswpout", Family.Untyped("node_vmstat_pswpout", "Pages written to swap.")),
    ];

    private readonly KernelFile _file;
    private readonly FamilyOrder _order;

    public VmstatCollector(HostPaths paths, SettingValues settings)
    {
        _file = new KernelFile(paths.Proc("vmstat"));
        var shown = settings.Pattern(Fields);
        _order = new FamilyOrder(key =>
        {
            var name = Encoding.UTF8.GetString(key);
            return (shown is null || shown.IsMatch(name)) && Names.IsMetricName(name) ? Find(name) : null;
        });
    }

    public string Name => "vmstat";

    public IReadOnlyList<Family> Families { get; } = Array.ConvertAll(Known, entry => entry.Family);

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        _order.Restart();
        for (var lines = new Utf8Cursor(file.Bytes, _file.Path, writer.Unreadable); lines.NextLine(out var line);)
        {
            if (_order.Next(line.Field()) is { } family)
            {
                writer.WriteIfKnown(family, line.Double());
            }
        }
    }

    private static Family Find(string name) => Array.Find(Known, entry => entry.Key == name).Family ?? Family.Untyped($"node_vmstat_{name}", $"{name} of /proc/vmstat.");
}
