using System.Buffers.Binary;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux.Files;

/// <summary>A device of a btrfs, as ioctl(2) at its mount point tells: include/uapi/linux/btrfs.h.</summary>
public sealed class BtrfsDevice(string path, Guid uuid, ulong usedBytes, ulong totalBytes, IReadOnlyList<ulong> errors)
{
    private const nuint FilesystemInfo = 0x8400_941F; // BTRFS_IOC_FS_INFO
    private const nuint DeviceInfo = 0xD000_941E; // BTRFS_IOC_DEV_INFO
    private const nuint DeviceStats = 0xC408_9434; // BTRFS_IOC_GET_DEV_STATS
    private const int FilesystemInfoSize = 1024;
    private const int DeviceInfoSize = 4096;
    private const int DeviceStatsSize = 1032;
    private const int PathOffset = 3072;
    private const ulong MaxDevices = 4096;

    /// <summary>The device, <c>/dev/vdb</c> say.</summary>
    public string Path => path;

    /// <summary>The device's own UUID.</summary>
    public Guid Uuid => uuid;

    /// <summary>What is set aside, in bytes.</summary>
    public ulong UsedBytes => usedBytes;

    /// <summary>Its size, in bytes.</summary>
    public ulong TotalBytes => totalBytes;

    /// <summary>Errors of writing, reading and flushing, of contents and of generations, since they were last reset.</summary>
    public IReadOnlyList<ulong> Errors => errors;

    /// <summary>The devices of the filesystem that is mounted at <paramref name="mountpoint"/>; null when it cannot be asked.</summary>
            public static unsafe IReadOnlyList<BtrfsDevice>? Read(string mountpoint, out Guid filesystem)
    {
        filesystem = default;
        var descriptor = ProcFile.Open(mountpoint, Libc.DirectoryOnly);
        if (descriptor < 0)
        {
            return null;
        }

        try
        {
            Span<byte> info = stackalloc byte[FilesystemInfoSize];
            info.Clear();
            fixed (byte* argument = info)
            {
                if (Libc.Ioctl(descriptor, FilesystemInfo, argument) < 0)
                {
                    return null;
                }
            }

            var highest = BinaryPrimitives.ReadUInt64LittleEndian(info);
            var count = BinaryPrimitives.ReadUInt64LittleEndian(info[8..]);
            filesystem = new Guid(info.Slice(16, 16), bigEndian: true);
            var devices = new List<BtrfsDevice>();

            // Numbers of devices have gaps.
            for (ulong id = 0; id <= Math.Min(highest, MaxDevices) && (ulong)devices.Count < count; id++)
            {
                if (ReadDevice(descriptor, id) is { } device)
                {
                    devices.Add(device);
                }
            }

            return devices;
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }

    private static unsafe BtrfsDevice? ReadDevice(int descriptor, ulong id)
    {
        Span<byte> info = stackalloc byte[DeviceInfoSize];
        info.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(info, id);
        Span<byte> stats = stackalloc byte[DeviceStatsSize];
        stats.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(stats, id);
        BinaryPrimitives.WriteUInt64LittleEndian(stats[8..], 5);
        fixed (byte* infoArgument = info, statsArgument = stats)
        {
            if (Libc.Ioctl(descriptor, DeviceInfo, infoArgument) < 0 || Libc.Ioctl(descriptor, DeviceStats, statsArgument) < 0)
            {
                return null;
            }
        }

        var errors = new ulong[5];
        for (var i = 0; i < errors.Length; i++)
        {
            errors[i] = BinaryPrimitives.ReadUInt64LittleEndian(stats[(24 + (8 * i))..]);
        }

        var path = info[PathOffset..];
        path = path[..Math.Max(path.IndexOf((byte)0), 0)];
        return new BtrfsDevice(
            Encoding.UTF8.GetString(path),
            new Guid(info.Slice(8, 16), bigEndian: true),
            BinaryPrimitives.ReadUInt64LittleEndian(info[24..]),
            BinaryPrimitives.ReadUInt64LittleEndian(info[32..]),
            errors);
    }
}
