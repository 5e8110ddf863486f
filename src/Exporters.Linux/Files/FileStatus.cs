using System.Runtime.InteropServices;
using Exporters.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Exporters.Linux.Files;

/// <summary>What a file is, by statx(2): which one, how long, when written last.</summary>
/// <param name="Device">Device, major number in the upper half.</param>
/// <param name="Inode">Inode on that device.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="ModifiedTicks">When its content last changed, UTC ticks of 100 ns.</param>
/// <param name="ChangedTicks">When content, name or owner last changed, UTC ticks of 100 ns; unlike the former no program can set it.</param>
/// <param name="Links">Names it has; 0 when deleted and only held open.</param>
/// <param name="IsRegular">Whether it is a plain file.</param>
public readonly record struct FileStatus(ulong Device, ulong Inode, long Size, long ModifiedTicks, long ChangedTicks, uint Links, bool IsRegular)
{
    private const ushort TypeMask = 0xf000;
    private const ushort Regular = 0x8000;

    /// <summary>The status of what a path leads to, symbolic links followed; the reason when there is none.</summary>
    public static Errno TryRead(string path, out FileStatus status) => Result(Libc.Statx(Libc.AtCurrentDirectory, path, 0, Libc.StatxBasic, out var raw), raw, out status);

    /// <summary>The status of an open file.</summary>
    public static Errno TryRead(SafeFileHandle handle, out FileStatus status)
    {
        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            return Result(Libc.Statx((int)handle.DangerousGetHandle(), "", Libc.AtEmptyPath, Libc.StatxBasic, out var raw), raw, out status);
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }
    }

    private static Errno Result(int result, in Statx raw, out FileStatus status)
    {
        if (result != 0)
        {
            status = default;
            return (Errno)Marshal.GetLastPInvokeError();
        }

        status = new FileStatus(
            ((ulong)raw.DeviceMajor << 32) | raw.DeviceMinor,
            raw.Inode,
            (long)raw.Size,
            Ticks(raw.ModifiedSeconds, raw.ModifiedNanoseconds),
            Ticks(raw.ChangedSeconds, raw.ChangedNanoseconds),
            raw.Links,
            (raw.Mode & TypeMask) == Regular);
        return Errno.None;
    }

    private static long Ticks(long seconds, uint nanoseconds) =>
        DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100);
}
