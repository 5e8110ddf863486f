using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;
using Exporters.Systemd.Groups;

namespace Exporters.Systemd.Units;

/// <summary>What never changes about a unit: its name, which families show it, its group, its labels in encoded form; and the paths of its files.</summary>
internal sealed class Unit
{
    private LabelSet? _nodeLabels;
    private string? _nodeType;
    private uint _pid;
    private (string Descriptors, string Limits)? _processFiles;

    public Unit(string name, ManagerName manager, UnitFilter filter, UnitGroup? group)
    {
        Name = name;
        var dot = name.LastIndexOf('.');
        Kind = name[(dot + 1)..];
        var managerLabel = manager.IsSystem ? null : "user";
        NameLabels = new LabelSet(["name", "manager", "user"], [name, managerLabel, manager.User]);
        TypedLabels = new LabelSet(["name", "type", "manager", "user"], [name, Kind, managerLabel, manager.User]);
        InUnits = filter.InUnits(name);
        InNode = manager.IsSystem && filter.InNode(name);
        Group = group;
        GroupLabels = group?.LabelsOf(name, managerLabel, manager.User);
    }

    public string Name { get; }

    /// <summary>The suffix: service, socket, timer, mount, slice …</summary>
    public string Kind { get; }

    public bool IsService => Kind == "service";

    /// <summary>Whether the families under systemd_exporter's names, and those beyond the peers, show it.</summary>
    public bool InUnits { get; }

    /// <summary>Whether the families under node_exporter's names show it.</summary>
    public bool InNode { get; }

    /// <summary>The group that it belongs to.</summary>
    public UnitGroup? Group { get; }

    /// <summary>Labels <c>name</c> and, for a user's unit, <c>manager</c> and <c>user</c>.</summary>
    public LabelSet NameLabels { get; }

    /// <summary>The same and <c>type</c>, the suffix.</summary>
    public LabelSet TypedLabels { get; }

    /// <summary>The name and the labels of the group.</summary>
    public LabelSet? GroupLabels { get; }

    /// <summary>The files of its control group, as far as a scrape has needed them. Scrapes alone touch this.</summary>
    public CgroupFiles? Files { get; set; }

    /// <summary>The directory of the files that a process has open, and the file of its limits. Scrapes alone touch this.</summary>
    public (string Descriptors, string Limits) FilesOfProcess(uint pid, HostPaths paths)
    {
        if (_processFiles is not { } files || _pid != pid)
        {
            files = (paths.Proc($"{pid}/fd"), paths.Proc($"{pid}/limits"));
            _processFiles = files;
            _pid = pid;
        }

        return files;
    }

    /// <summary>Labels <c>name</c> and <c>type</c> as node_exporter has them: the type of a service or mount, empty for others.</summary>
    public LabelSet NodeLabels(string type)
    {
        if (_nodeLabels is null || _nodeType != type)
        {
            _nodeLabels = new LabelSet(["name", "type"], [Name, type]);
            _nodeType = type;
        }

        return _nodeLabels;
    }
}
