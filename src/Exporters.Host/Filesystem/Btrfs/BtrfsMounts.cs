using System.Text;
using Exporters.Linux;
using Exporters.Linux.Files;

namespace Exporters.Host.Filesystem.Btrfs;

/// <summary>Asks each btrfs at one of its mount points for its devices.</summary>
internal sealed class BtrfsMounts(HostPaths paths)
{
    private readonly string _path = File.Exists(paths.Proc("1/mountinfo")) ? paths.Proc("1/mountinfo") : paths.Proc("self/mountinfo");

    /// <summary>The devices by the UUID of their filesystem; without those that cannot be asked.</summary>
    public Dictionary<string, IReadOnlyList<BtrfsDevice>> Devices()
    {
        var found = new Dictionary<string, IReadOnlyList<BtrfsDevice>>(StringComparer.Ordinal);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var errno = ProcFile.TryRead(_path, out var file);
        using (file)
        {
            if (errno != Errno.None)
            {
                return found;
            }

            for (var mounts = new MountinfoReader(file.Bytes, _path, _ => { }); mounts.Next();)
            {
                if (!mounts.Type.SequenceEqual("btrfs"u8))
                {
                    continue;
                }

                var source = Encoding.UTF8.GetString(mounts.Source);
                var mountpoint = Encoding.UTF8.GetString(MountinfoReader.Unescape(mounts.MountPoint));
                if (!asked.Contains(source) && BtrfsDevice.Read(paths.Root(mountpoint), out var uuid) is { } devices)
                {
                    asked.Add(source);
                    found.TryAdd(uuid.ToString(), devices);
                }
            }
        }

        return found;
    }
}
