using System.Text;
using Exporters.Linux;

namespace Exporters.Host.Filesystem;

/// <summary>
/// Which mounts cannot be reached by their paths, because something was mounted over them or over a directory above: statfs(2) of
/// the path answers for the mount on top. Mount points are compared as the kernel writes them, escaped.
/// </summary>
internal sealed class MountTree
{
    private readonly Dictionary<ulong, (ulong Parent, string Point)> _mounts = [];
    private readonly Dictionary<(ulong Parent, string Point), ulong> _children = [];

    /// <summary>The tree of a mountinfo; lines that are none are passed over.</summary>
    public MountTree(ReadOnlySpan<byte> text, string path)
    {
        for (var reader = new MountinfoReader(text, path, unreadable: static _ => { }); reader.Next();)
        {
            var point = Encoding.Latin1.GetString(reader.MountPoint);
            _mounts[reader.Id] = (reader.ParentId, point);
            _children[(reader.ParentId, point)] = reader.Id;
        }
    }

    /// <summary>Whether a mount, or one of those that it is in, is covered by another.</summary>
    public bool IsHidden(ulong id)
    {
        var above = id;
        for (var steps = 0; steps <= _mounts.Count && _mounts.TryGetValue(id, out var mount); steps++)
        {
            if (_children.TryGetValue((id, mount.Point), out var cover) && cover != above && cover != id)
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
            if (_children.ContainsKey((parent, point[..slash])))
            {
                return true;
            }
        }

        return false;
    }
}
