using System.Runtime.InteropServices;
using System.Text;
using Exporters.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Exporters.Linux.Files;

/// <summary>
/// Opens files that belong to others, without a trace: <see cref="File.OpenHandle"/> takes a flock(2) on each, which makes a
/// writer fail that asks for the file alone, and waits for the other end of a pipe.
/// </summary>
public static class UnlockedFile
{
    /// <summary>Opens a file for reading; null, with the reason, when it cannot be.</summary>
    public static unsafe SafeFileHandle? TryOpenRead(string path, out Errno error)
    {
        var length = Encoding.UTF8.GetMaxByteCount(path.Length) + 1;
        var bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        bytes[Encoding.UTF8.GetBytes(path, bytes)] = 0;
        int descriptor;
        fixed (byte* text = bytes)
        {
            descriptor = Libc.Open(text, Libc.ReadOnly | Libc.NonBlocking | Libc.CloseOnExec);
        }

        error = descriptor < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }
}
