using System.Text;
using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>
/// How full the machine's own file systems are: those on block devices, each once. Asked by the watcher, never at a scrape; file
/// systems of other machines are not asked at all, since they may not answer. The table is <c>/proc/PID/mountinfo</c>.
/// </summary>
internal sealed class Filesystems(HostPaths paths)
{
    /// <summary>Each device's file system.</summary>
    public IReadOnlyList<FilesystemUse> Read()
    {
        var found = new List<FilesystemUse>();
        foreach (var (device, mountPoint) in Mounts())
        {
            if (found.TrueForAll(known => known.Device != device) && Ask(device, mountPoint, usedBytes: null) is { } use)
            {
                found.Add(use);
            }
        }

        return found;
    }

    /// <summary>The file system that holds a directory, with what something in it takes up; null when it is on no block device.</summary>
    public FilesystemUse? Holding(string directory, double usedBytes)
    {
        (string Device, string MountPoint)? best = null;
        foreach (var mount in Mounts())
        {
            var holds = mount.MountPoint == "/" || directory == mount.MountPoint || directory.StartsWith(mount.MountPoint + "/", StringComparison.Ordinal);
            best = holds && (best is null || mount.MountPoint.Length >= best.Value.MountPoint.Length) ? mount : best;
        }

        return best is { } found ? Ask(found.Device, found.MountPoint, usedBytes) : null;
    }

    private FilesystemUse? Ask(string device, string mountPoint, double? usedBytes) =>
        FilesystemSpace.TryRead(paths.Root(mountPoint), out var space) == Errno.None && space.SizeBytes > 0
            ? new FilesystemUse(device, usedBytes ?? space.SizeBytes - space.FreeBytes, space.SizeBytes, space.Files, space.FilesFree)
            : null;

    private List<(string Device, string MountPoint)> Mounts()
    {
        var mounts = new List<(string Device, string MountPoint)>();
        var path = paths.Proc("1/mountinfo");
        if (ProcFile.TryRead(path, out var file) != Errno.None && ProcFile.TryRead(path = paths.Proc("self/mountinfo"), out file) != Errno.None)
        {
            return mounts;
        }

        using (file)
        {
            for (var reader = new MountinfoReader(file.Bytes, path); reader.Next();)
            {
                if (reader.Source.StartsWith("/dev/"u8) && !IsImage(reader.Type))
                {
                    mounts.Add((Text(reader.Source), Text(reader.MountPoint)));
                }
            }
        }

        return mounts;
    }

    private static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(MountinfoReader.Unescape(name));

    /// <summary>Read-only images are always full.</summary>
    private static bool IsImage(ReadOnlySpan<byte> type) => type.SequenceEqual("squashfs"u8) || type.SequenceEqual("iso9660"u8) || type.SequenceEqual("erofs"u8);
}
