using Exporters.Linux;
using Exporters.Linux.Cgroups;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// Finds the group of a container. <c>/proc/PID/cgroup</c> of its init process is the truth; where that is out of sight, or shows a
/// path relative to another cgroup namespace, the places where the drivers put containers are tried.
/// </summary>
internal sealed class CgroupLocator(HostPaths paths, CgroupTree tree)
{
    /// <summary>The group's path; for a container that does not run, where it would be.</summary>
    /// <param name="facts">The container.</param>
    /// <param name="systemdDriver">Whether the daemon lets systemd make the groups.</param>
    public string Find(ContainerFacts facts, bool systemdDriver)
    {
        if (facts.Pid > 0 && OfProcess(facts.Pid) is { } path && !path.StartsWith("/..", StringComparison.Ordinal))
        {
            if (UpTo(path, facts.Id) is { } own)
            {
                return own;
            }

            if (path != "/")
            {
                return path;
            }
        }

        var expected = Expected(facts, systemdDriver);
        if (facts.IsRunning && !tree.Has(expected))
        {
            foreach (var candidate in (ReadOnlySpan<string>)[
                Expected(facts, !systemdDriver), $"/machine.slice/libpod-{facts.Id}.scope", $"/libpod_parent/libpod-{facts.Id}"])
            {
                if (tree.Has(candidate))
                {
                    return candidate;
                }
            }
        }

        return expected;
    }

    /// <summary>
    /// The part of a path that ends with the container's own group: its processes may be in groups below, as with systemd in a
    /// container, or Podman. Null when the id is not in the path.
    /// </summary>
    public static string? UpTo(string path, string id)
    {
        var at = path.IndexOf(id, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var end = path.IndexOf('/', at);
        return end < 0 ? path : path[..end];
    }

    private static string Expected(ContainerFacts facts, bool systemdDriver)
    {
        if (!systemdDriver)
        {
            return facts.CgroupParent.Length == 0 ? $"/docker/{facts.Id}" : $"/{facts.CgroupParent.Trim('/')}/{facts.Id}";
        }

        var slice = facts.CgroupParent.Length == 0 ? "system.slice" : facts.CgroupParent.Trim('/');
        return $"{SlicePath(slice)}/docker-{facts.Id}.scope";
    }

    /// <summary><c>a-b.slice</c> is below <c>a.slice</c>; systemd.slice(5).</summary>
    private static string SlicePath(string slice)
    {
        var path = "";
        for (var dash = slice.IndexOf('-', StringComparison.Ordinal); dash > 0; dash = slice.IndexOf('-', dash + 1))
        {
            path += $"/{slice[..dash]}.slice";
        }

        return $"{path}/{slice}";
    }

    private string? OfProcess(int pid)
    {
        var file = paths.Proc($"{pid}/cgroup");
        if (ProcFile.TryRead(file, out var text) != Errno.None)
        {
            return null;
        }

        using (text)
        {
            return ProcCgroup.Path(text.Bytes, file, tree.WalkableController);
        }
    }
}
