namespace Exporters.Linux.Cgroups;

/// <summary>
/// Where the control groups of this machine are: one tree (v2), or one per controller (v1, with or without an empty v2 tree
/// beside them at <c>unified</c>); cgroups(7). Found by looking below <c>/sys/fs/cgroup</c>, so that a mount of the host's sysfs
/// inside a container works as well.
/// </summary>
public sealed class CgroupTree
{
    private static readonly string[] Controllers = ["cpu", "cpuacct", "memory", "blkio", "pids"];

    private readonly Dictionary<string, string> _mounts = new(StringComparer.Ordinal);

    /// <summary>Looks where the trees are.</summary>
    public CgroupTree(HostPaths paths)
    {
        var root = paths.Sys("fs/cgroup");
        if (File.Exists($"{root}/cgroup.controllers"))
        {
            Unified = root;
            IsUnified = true;
            return;
        }

        foreach (var name in SysFile.Names(root))
        {
            if (name == "unified")
            {
                Unified = $"{root}/{name}";
                continue;
            }

            // "cpu,cpuacct" is one mount of two controllers; the links "cpu" and "cpuacct" to it are usual but not certain.
            foreach (var controller in name.Split(','))
            {
                if (Array.IndexOf(Controllers, controller) >= 0)
                {
                    _mounts.TryAdd(controller, $"{root}/{name}");
                }
            }
        }
    }

    /// <summary>Whether all controllers are in one tree (v2).</summary>
    public bool IsUnified { get; }

    /// <summary>The v2 tree; on a v1 machine it has no controllers but may tell of pressure. Null when there is none.</summary>
    public string? Unified { get; }

    /// <summary>Whether any tree is there.</summary>
    public bool Exists => IsUnified || _mounts.Count > 0;

    /// <summary>A tree that has every group with a limit or an account; null when there is none.</summary>
    public string? Walkable => IsUnified ? Unified : Mount("memory") ?? Mount("cpu") ?? Mount("cpuacct") ?? Mount("pids");

    /// <summary>The name under which <see cref="ProcCgroup.Path"/> knows the tree of <see cref="Walkable"/>; empty for v2.</summary>
    public string WalkableController => IsUnified
        ? ""
        : Mount("memory") is not null ? "memory" : Mount("cpu") is not null ? "cpu" : Mount("cpuacct") is not null ? "cpuacct" : "pids";

    /// <summary>The mount of a v1 controller; null when it is absent.</summary>
    public string? Mount(string controller) => _mounts.GetValueOrDefault(controller);

    /// <summary>Whether a group exists; <paramref name="path"/> as in <c>/proc/PID/cgroup</c>.</summary>
    public bool Has(string path) => Walkable is { } tree && Directory.Exists(tree + path);
}
