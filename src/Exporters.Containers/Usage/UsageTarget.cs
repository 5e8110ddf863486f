using Exporters.Linux;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>A group whose use is read at each scrape.</summary>
internal sealed class UsageTarget
{
    private volatile OpenFiles? _openFiles;
    private volatile TaskStates? _taskStates;

    /// <summary>What tells it from others: the container's id, or the group's path.</summary>
    public required string Key { get; init; }

    public required LabelSet Labels { get; init; }

    public required CgroupFiles Files { get; init; }

    /// <summary><c>/proc/PID/net/dev</c>; null where the network is not its own.</summary>
    public string? NetDev { get; init; }

    /// <summary>Whether it is the machine as a whole.</summary>
    public bool IsRoot { get; init; }

    /// <summary>Unix time in seconds; null where unknown.</summary>
    public double? CreatedSeconds { get; init; }

    /// <summary>Unix time in seconds; null where unknown.</summary>
    public double? StartedSeconds { get; init; }

    /// <summary>Replaced by the watcher each round; null until then, or where it must not be read.</summary>
    public OpenFiles? OpenFiles
    {
        get => _openFiles;
        set => _openFiles = value;
    }

    /// <summary>Replaced by the watcher each round; null until then.</summary>
    public TaskStates? TaskStates
    {
        get => _taskStates;
        set => _taskStates = value;
    }

    /// <summary>Timestamp of the look at its tasks; the watcher's alone.</summary>
    public long TasksSeenAt { get; set; }

    /// <summary>The machine as a whole: the root of the tree of groups.</summary>
    /// <param name="paths">Where the host's file systems are.</param>
    /// <param name="tree">The tree of groups.</param>
    /// <param name="bootSeconds">When the machine was started, Unix time in seconds.</param>
    /// <returns>Null where there is no tree.</returns>
    public static UsageTarget? Root(HostPaths paths, CgroupTree tree, double bootSeconds) => !tree.Exists ? null : new UsageTarget
    {
        Key = "/",
        Labels = LabelSet.Of("id", "/"),
        Files = new CgroupFiles(tree, "/"),
        NetDev = paths.Proc("1/net/dev"),
        IsRoot = true,
        CreatedSeconds = bootSeconds,
        StartedSeconds = bootSeconds,
    };
}
