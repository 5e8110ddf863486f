using System.Runtime.InteropServices;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>uname(2): the six texts by which a kernel names itself and its machine.</summary>
public static class Uname
{
    /// <summary>Bytes that <see cref="Read"/> needs.</summary>
    public const int Size = 6 * Libc.UtsnameField;

    /// <summary>Asks the kernel. The texts stay in <paramref name="buffer"/>; see <see cref="Field"/>.</summary>
    public static unsafe Errno Read(Span<byte> buffer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buffer.Length, Size, nameof(buffer));
        buffer.Clear();
        fixed (byte* start = buffer)
        {
            return Libc.Uname(start) == 0 ? Errno.None : (Errno)Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>The text at <paramref name="index"/>: sysname, nodename, release, version, machine, domainname.</summary>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> buffer, int index)
    {
        var field = buffer.Slice(index * Libc.UtsnameField, Libc.UtsnameField);
        var end = field.IndexOf((byte)0);
        return end < 0 ? field : field[..end];
    }
}
