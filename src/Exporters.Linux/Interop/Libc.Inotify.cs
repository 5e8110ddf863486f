using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>inotify(7): told by the kernel when something in a directory changed.</summary>
internal static partial class Libc
{
    /// <summary>inotify_init1(2); -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    public static partial int InotifyInit(int flags);

    /// <summary>inotify_add_watch(2); the watch's number, the same again for the same directory.</summary>
    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InotifyAddWatch(int descriptor, string path, uint mask);
}
