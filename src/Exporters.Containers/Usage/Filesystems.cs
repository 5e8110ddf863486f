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
        var disks = new List<(string Device, string MountPoint)>();
        if (TryTable(out var file, out var path))
        {
            using (file)
            {
                for (var mount = new MountinfoReader(file.Bytes, path); mount.Next();)
                {
                    if (IsDisk(mount))
                    {
                        disks.Add((Text(mount.Source), Text(mount.MountPoint)));
                    }
                }
            }
        }

        var found = new List<FilesystemUse>();
        foreach (var (device, mountPoint) in disks)
        {
            if (found.TrueForAll(known => known.Device != device) && Ask(device, mountPoint, usedBytes: null) is { } use)
            {
                found.Add(use);
            }
        }

        return found;
    }

    /// <summary>
    /// The file system that holds a directory, with what something in it takes up. One that is on no block device (ZFS, tmpfs, a
    /// network) goes by the source of its mount, and its capacity is not asked for. Null when the table cannot be read.
    /// </summary>
    public FilesystemUse? Holding(string directory, double usedBytes)
    {
        if (!TryTable(out var file, out var path))
        {
            return null;
        }

        (string Source, string MountPoint, bool IsDisk)? best = null;
        using (file)
        {
            var wanted = Encoding.UTF8.GetBytes(directory);
            var longest = -1;
            for (var mount = new MountinfoReader(file.Bytes, path); mount.Next();)
            {
                var point = MountinfoReader.Unescape(mount.MountPoint);
                if (point.Length >= longest && IsBelow(wanted, point))
                {
                    longest = point.Length;
                    best = (Text(mount.Source), Text(mount.MountPoint), IsDisk(mount));
                }
            }
        }

        return best is not { } found ? null
            : found.IsDisk && Ask(found.Source, found.MountPoint, usedBytes) is { } asked ? asked
            : new FilesystemUse(found.Source, usedBytes, null, null, null);
    }

    private FilesystemUse? Ask(string device, string mountPoint, double? usedBytes) =>
        FilesystemSpace.TryRead(paths.Root(mountPoint), out var space) == Errno.None && space.SizeBytes > 0
            ? new FilesystemUse(device, usedBytes ?? space.SizeBytes - space.FreeBytes, space.SizeBytes, space.Files, space.FilesFree)
            : null;

    /// <summary>Reads the table of the first process, else our own.</summary>
    private bool TryTable(out ProcFile file, out string path) =>
        ProcFile.TryRead(path = paths.Proc("1/mountinfo"), out file) == Errno.None
        || ProcFile.TryRead(path = paths.Proc("self/mountinfo"), out file) == Errno.None;

    private static bool IsBelow(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> mountPoint) =>
        mountPoint.SequenceEqual("/"u8)
        || (directory.StartsWith(mountPoint) && (directory.Length == mountPoint.Length || directory[mountPoint.Length] == '/'));

    /// <summary>Whether it is on a block device. Read-only images are not counted: they are always full.</summary>
    private static bool IsDisk(in MountinfoReader mount) =>
        mount.Source.StartsWith("/dev/"u8)
        && !mount.Type.SequenceEqual("squashfs"u8) && !mount.Type.SequenceEqual("iso9660"u8) && !mount.Type.SequenceEqual("erofs"u8);

    private static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(MountinfoReader.Unescape(name));
}
