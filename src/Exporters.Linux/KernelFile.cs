using System.Runtime.InteropServices;
using Exporters.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Exporters.Linux;

/// <summary>
/// A file of <c>/proc</c> that is read again and again. It is opened once and read from its start each time: opening and closing
/// cost more than half of what reading such a file costs. A file of another file system, where a path may lead to another file
/// later, is opened at each read. One reader at a time.
/// </summary>
/// <param name="path">The file.</param>
#pragma warning disable CA1001 // It lives as long as the collector that reads it, which is as long as the process.
public sealed class KernelFile(string path)
#pragma warning restore CA1001
{
    private const long ProcFilesystem = 0x9fa0; // PROC_SUPER_MAGIC, include/uapi/linux/magic.h

    private SafeFileHandle? _open;

    /// <summary>Where it is.</summary>
    public string Path { get; } = path;

    /// <summary>Reads it as it is now, or tells why not.</summary>
    /// <param name="file">Its content; dispose it.</param>
    public Errno TryRead(out ProcFile file)
    {
        if (_open is { } known)
        {
            if (ProcFile.TryReadAll((int)known.DangerousGetHandle(), fromStart: true, out file) == Errno.None)
            {
                return Errno.None;
            }

            // What it belongs to is gone, a module that was unloaded say. The path may lead to its successor.
            known.Dispose();
            _open = null;
        }

        file = default;
        var descriptor = ProcFile.Open(Path);
        if (descriptor < 0)
        {
            return (Errno)Marshal.GetLastPInvokeError();
        }

        var errno = ProcFile.TryReadAll(descriptor, fromStart: false, out file);
        if (errno == Errno.None && IsOfProc(descriptor))
        {
            _open = new SafeFileHandle(descriptor, ownsHandle: true);
        }
        else
        {
            _ = Libc.Close(descriptor);
        }

        return errno;
    }

    private static unsafe bool IsOfProc(int descriptor)
    {
        Libc.StatfsBuffer buffer;
        return Libc.Fstatfs(descriptor, &buffer) == 0 && buffer.Type == ProcFilesystem;
    }
}
