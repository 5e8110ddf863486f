using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>
/// Controllers of control groups, from <c>/proc/cgroups</c>, cgroups(7): name, hierarchy, number of groups, whether it is on.
/// <code>cpuset	5	47	1</code>
/// </summary>
internal sealed class CgroupsCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Groups = All.Gauge("node_cgroups_cgroups", "Control groups of the controller.", "subsys_name");
    private static readonly Family Enabled = All.Gauge("node_cgroups_enabled", "1 if the controller is on.", "subsys_name");

    private readonly string _path = paths.Proc("cgroups");
    private readonly LabelCache _controllers = new("subsys_name");

    public string Name => "cgroups";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_path);
        for (var lines = new Utf8Cursor(file.Bytes, _path, writer.Unreadable); lines.NextLine(out var line);)
        {
            if (line.AtEnd || line.Rest[0] == '#')
            {
                continue;
            }

            var label = _controllers.Get(line.Field());
            line.SkipFields(1);
            writer.WriteIfKnown(Groups, line.UInt64(), label);
            writer.WriteIfKnown(Enabled, line.UInt64(), label);
        }
    }
}
