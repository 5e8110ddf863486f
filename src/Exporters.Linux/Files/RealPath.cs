using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux.Files;

/// <summary>Paths with their symbolic links followed, by realpath(3).</summary>
public static class RealPath
{
    /// <summary>Where a path leads to when there are symbolic links in it; null when there are none, or it leads nowhere.</summary>
    public static unsafe string? IfLinked(string path)
    {
        var resolved = stackalloc byte[Libc.PathMax];
        if (Libc.RealPath(path, resolved) == 0)
        {
            return null;
        }

        var real = Encoding.UTF8.GetString(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(resolved));
        return real == path ? null : real;
    }
}
