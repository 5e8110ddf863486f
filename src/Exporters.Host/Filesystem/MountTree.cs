using System.Text;
using Exporters.Linux;

namespace Exporters.Host.Filesystem;

/// <summary>
/// Which mounts cannot be reached by their paths, because something was mounted over them or over a directory above: statfs(2) of
/// the path answers for the mount on top. Mount points are compared as the kernel writes them, escaped.
/// </summary>
internal sealed class MountTree
{
    private readonly Dictionary<ulong, Place> _mounts = [];
    private readonly Dictionary<string, Place> _children = new(StringComparer.Ordinal);

    /// <summary>The tree of a mountinfo; lines that are none are passed over.</summary>
    public MountTree(ReadOnlySpan<byte> text, string path)
    {
        for (var reader = new MountinfoReader(text, path, unreadable: static _ => { }); reader.Next();)
        {
            var point = Encoding.Latin1.GetString(reader.MountPoint);
            _children[Key(reader.ParentId, point)] = _mounts[reader.Id] = new Place(reader.Id, reader.ParentId, point);
        }
    }

    /// <summary>Whether a mount, or one of those that it is in, is covered by another.</summary>
    public bool IsHidden(ulong id)
    {
        var above = id;
        for (var steps = 0; steps <= _mounts.Count && _mounts.TryGetValue(id, out var mount); steps++)
        {
            if (_children.TryGetValue(Key(id, mount.Point), out var cover) && cover.Id != above && cover.Id != id)
            {
                return true;
            }

            if (HasCoverAbove(mount.Parent, mount.Point))
            {
                return true;
            }

            above = id;
            id = mount.Parent;
        }

        return false;
    }

    /// <summary>Whether a directory above the mount point was covered, in the mount that holds it, after this mount was made.</summary>
    private bool HasCoverAbove(ulong parent, string point)
    {
        var root = _mounts.TryGetValue(parent, out var holder) ? holder.Point : "";
        for (var slash = point.LastIndexOf('/'); slash > 0 && slash > root.Length; slash = point.LastIndexOf('/', slash - 1))
        {
            if (_children.ContainsKey(Key(parent, point[..slash])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A place in a mount; a mount point begins with a slash.</summary>
    private static string Key(ulong parent, string point) => $"{parent}{point}";

    private sealed class Place(ulong id, ulong parent, string point)
    {
        public ulong Id => id;

        public ulong Parent => parent;

        public string Point => point;
    }
}
