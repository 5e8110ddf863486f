using System.Globalization;
using Exporters.Containers.Lifecycle;
using Exporters.Linux;
using Exporters.Linux.Cgroups;

namespace Exporters.Containers.Usage;

/// <summary>
/// Finds groups by looking through the tree: containers that no daemon tells of (a kubelet's, Podman's without its socket, Docker's
/// while its socket must not be read), and raw groups that were asked for. Reads directories of the cgroup file system only.
/// </summary>
internal sealed class GroupWalk(HostPaths paths, CgroupTree tree, IReadOnlyList<string> raw)
{
    private const int Deepest = 12;
    private const int Most = 2000;
    private const int IdLength = 64;

    private readonly Dictionary<string, UsageTarget> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _before = new(StringComparer.Ordinal);
    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);

    /// <summary>Whether a container was among them the last time.</summary>
    public bool FoundContainers { get; private set; }

    /// <summary>Looks once.</summary>
    /// <param name="isKnown">Whether the daemon tells of a container.</param>
    /// <param name="daemonAnswers">
    /// Whether there is a daemon: a container that it does not tell of may just be new, so it is shown when it was there already
    /// the last time.
    /// </param>
    public IReadOnlyList<UsageTarget> Look(Func<string, bool> isKnown, bool daemonAnswers)
    {
        _seen.Clear();
        _namespaces.Clear();
        FoundContainers = false;
        var found = new List<UsageTarget>();
        if (tree.Walkable is { } top)
        {
            Descend(top, "", 0, found, isKnown, daemonAnswers);
        }

        _before.Clear();
        _before.UnionWith(_seen);
        foreach (var path in _known.Keys)
        {
            if (!_seen.Contains(path))
            {
                _known.Remove(path);
            }
        }

        return found;
    }

    /// <summary>The id of the container that a group is made for; null when it is none. Groups of their minders are none.</summary>
    public static string? ContainerId(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        name = name.EndsWith(".scope", StringComparison.Ordinal) ? name[..^".scope".Length] : name;
        if (name.Length < IdLength || name.Contains("conmon", StringComparison.Ordinal))
        {
            return null;
        }

        var id = name[^IdLength..];
        foreach (var c in id)
        {
            if (!char.IsAsciiHexDigitLower(c) && !char.IsAsciiDigit(c))
            {
                return null;
            }
        }

        return name.Length == IdLength || name[^(IdLength + 1)] is '-' or ':' ? id : null;
    }

    private void Descend(string directory, string path, int depth, List<UsageTarget> found, Func<string, bool> isKnown, bool daemonAnswers)
    {
        foreach (var child in Children(directory))
        {
            if (found.Count >= Most)
            {
                return;
            }

            var childPath = $"{path}/{child}";
            var id = ContainerId(childPath);
            if (id is null ? IsRaw(childPath) : !isKnown(id))
            {
                _seen.Add(childPath);
                if (id is null || !daemonAnswers || _before.Contains(childPath))
                {
                    FoundContainers |= id is not null;
                    found.Add(Target($"{directory}/{child}", childPath, id));
                }
            }

            if (id is null && depth < Deepest)
            {
                Descend($"{directory}/{child}", childPath, depth + 1, found, isKnown, daemonAnswers);
            }
        }
    }

    private static string[] Children(string directory)
    {
        try
        {
            return Directory.EnumerateDirectories(directory).Select(child => Path.GetFileName(child)).Order(StringComparer.Ordinal).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private bool IsRaw(string path)
    {
        if (path.EndsWith(".mount", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var prefix in raw)
        {
            if (prefix == "/" || (path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/')))
            {
                return true;
            }
        }

        return false;
    }

    private UsageTarget Target(string directory, string path, string? id)
    {
        if (_known.TryGetValue(path, out var known) && (known.NetDev is null || File.Exists(known.NetDev)))
        {
            if (known.NetDev is not null && NetworkNamespace(known.Files) is { } still)
            {
                _namespaces.Add(still);
            }

            return known;
        }

        var created = (Directory.GetLastWriteTimeUtc(directory) - DateTime.UnixEpoch).TotalSeconds;
        var files = new CgroupFiles(tree, path);
        var target = new UsageTarget
        {
            Key = id ?? path,
            Labels = ContainerLabels.Of(path, id),
            Files = files,
            NetDev = id is null ? null : OwnNetwork(files),
            CreatedSeconds = created,
            StartedSeconds = created,
        };
        _known[path] = target;
        return target;
    }

    /// <summary>
    /// Where the network counters of a container are, unless it has the host's namespace or one that another was found to have:
    /// the containers of a pod share theirs, and it is counted once.
    /// </summary>
    private string? OwnNetwork(CgroupFiles files) =>
        NetworkNamespace(files) is { } own && own != NamespaceOf(1) && _namespaces.Add(own) && FirstProcess(files) is { } pid
            ? paths.Proc($"{pid.ToString(CultureInfo.InvariantCulture)}/net/dev")
            : null;

    private string? NetworkNamespace(CgroupFiles files) => FirstProcess(files) is { } pid ? NamespaceOf(pid) : null;

    private string? NamespaceOf(int pid)
    {
        try
        {
            return new FileInfo(paths.Proc($"{pid.ToString(CultureInfo.InvariantCulture)}/ns/net")).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? FirstProcess(CgroupFiles files)
    {
        foreach (var path in (ReadOnlySpan<string>)[files.Processes, $"{files.Directory}/container/cgroup.procs"])
        {
            if (ProcFile.TryRead(path, out var file) != Errno.None)
            {
                continue;
            }

            using (file)
            {
                new Utf8Cursor(file.Bytes, path, unreadable: static _ => { }).NextLine(out var line);
                if (line.UInt64() is { } process)
                {
                    return (int)process;
                }
            }
        }

        return null;
    }
}
