using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem;

/// <summary>
/// The mounts to show, from the mountinfo of process 1, or of this process where that is hidden. Parsed again only when the text
/// differs from that of the last scrape, and then only the lines that are new.
/// </summary>
internal sealed class MountTable
{
    private readonly string _rootFs;
    private readonly KernelFile _hostFile;
    private readonly string _ownPath;
    private readonly NameFilter _mountPoints;
    private readonly NameFilter _types;
    private Dictionary<byte[], Mount?> _byLine = new(Utf8Comparer.Instance);
    private Dictionary<string, MountProbe> _probes = new(StringComparer.Ordinal);
    private readonly List<ProcFormatException> _problems = [];
    private byte[] _text = [];

    public MountTable(HostPaths paths, NameFilter mountPoints, NameFilter types)
    {
        _rootFs = paths.RootFs.Length > 1 ? paths.RootFs.TrimEnd('/') : paths.RootFs;
        _hostFile = new KernelFile(paths.Proc("1/mountinfo"));
        _ownPath = paths.Proc("self/mountinfo");
        _mountPoints = mountPoints;
        _types = types;
    }

    /// <summary>The mounts that their paths lead to, in the order of the file, each device, mount point and type once.</summary>
    public List<Mount> Mounts { get; } = [];

    /// <summary>Looks for mounts that came or went. A line that is not what proc_pid_mountinfo(5) says is left out and reported.</summary>
    /// <exception cref="CollectorUnavailableException">Neither file can be read.</exception>
    public void Refresh(Action<ProcFormatException> unreadable)
    {
        var path = _hostFile.Path;
        if (_hostFile.TryRead(out var file) != Errno.None)
        {
            path = _ownPath;
            file = HostFile.Read(path);
        }

        using (file)
        {
            if (!file.Bytes.SequenceEqual(_text))
            {
                _problems.Clear();
                Parse(file.Bytes, path);
                _text = file.Bytes.ToArray();
            }
        }

        _problems.ForEach(unreadable);
    }

    private void Parse(ReadOnlySpan<byte> text, string path)
    {
        var byLine = new Dictionary<byte[], Mount?>(Utf8Comparer.Instance);
        var probes = new Dictionary<string, MountProbe>(StringComparer.Ordinal);
        var known = _byLine.GetAlternateLookup<ReadOnlySpan<byte>>();
        var seen = new HashSet<(string, string, string)>();
        var mounts = new List<Mount>();
        var tree = new MountTree(text, path);
        var hostIsBelowRoot = IsOwnView(text, path) && HasMountAtRoot(text, path);
        for (var reader = new MountinfoReader(text, path, _problems.Add); reader.Next();)
        {
            if (!known.TryGetValue(reader.Line, out var mount))
            {
                mount = Make(reader, hostIsBelowRoot, probes);
            }

            byLine[reader.Line.ToArray()] = mount;
            if (mount is not null && !tree.IsHidden(reader.Id))
            {
                probes.TryAdd(Key(reader), mount.Probe);
                if (seen.Add((mount.Device, mount.MountPoint, mount.Type)))
                {
                    mounts.Add(mount);
                }
            }
        }

        _byLine = byLine;
        _probes = probes;
        Mounts.Clear();
        Mounts.AddRange(mounts);
    }

    private Mount? Make(in MountinfoReader reader, bool hostIsBelowRoot, Dictionary<string, MountProbe> probes)
    {
        var point = MountinfoReader.Unescape(reader.MountPoint);
        var mountPoint = Encoding.UTF8.GetString(point);
        if (_rootFs != "/")
        {
            var isBelow = mountPoint == _rootFs || mountPoint.StartsWith(_rootFs + "/", StringComparison.Ordinal);
            if (hostIsBelowRoot && !isBelow)
            {
                return null;
            }

            point = isBelow ? point[Encoding.UTF8.GetByteCount(_rootFs)..] : point;
            point = point.Length == 0 ? "/"u8.ToArray() : point;
            mountPoint = Encoding.UTF8.GetString(point);
        }

        var type = Encoding.UTF8.GetString(reader.Type);
        if (!_mountPoints.Admits(mountPoint) || !_types.Admits(type))
        {
            return null;
        }

        var isReadOnly = MountinfoReader.HasOption(reader.Options, "ro"u8) || MountinfoReader.HasOption(reader.SuperOptions, "ro"u8)
            || MountinfoReader.HasOption(reader.SuperOptions, "emergency_ro"u8);
        var key = Key(reader);
        if (!probes.TryGetValue(key, out var probe) && !_probes.TryGetValue(key, out probe))
        {
            probe = _rootFs == "/"
                ? new MountProbe(mountPoint, point)
                : new MountProbe(_rootFs + mountPoint, [.. Encoding.UTF8.GetBytes(_rootFs), .. point]);
        }

        return new Mount(Encoding.UTF8.GetString(reader.Source), mountPoint, type, reader.Major, reader.Minor, isReadOnly, probe);
    }

    /// <summary>What makes a mount another one when it changes; options do not.</summary>
    private static string Key(in MountinfoReader reader) =>
        $"{reader.Major}:{reader.Minor} {Encoding.Latin1.GetString(reader.MountPoint)} {Encoding.Latin1.GetString(reader.Source)}";

    /// <summary>Whether the text tells of the mounts of this process, so that the host's lie below <c>--path.rootfs</c> and the others are a container's own.</summary>
    private bool IsOwnView(ReadOnlySpan<byte> text, string path)
    {
        if (_rootFs == "/")
        {
            return false;
        }

        if (path == _ownPath)
        {
            return true;
        }

        if (ProcFile.TryRead(_ownPath, out var own) != Errno.None)
        {
            return false;
        }

        using (own)
        {
            return own.Bytes.SequenceEqual(text);
        }
    }

    private bool HasMountAtRoot(ReadOnlySpan<byte> text, string path)
    {
        for (var reader = new MountinfoReader(text, path, unreadable: static _ => { }); reader.Next();)
        {
            if (Encoding.UTF8.GetString(MountinfoReader.Unescape(reader.MountPoint)) == _rootFs)
            {
                return true;
            }
        }

        return false;
    }
}
