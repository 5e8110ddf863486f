using System.Buffers.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// The program's files as they are mapped into memory; see proc_pid_maps(5). Starting touches much code and metadata that is never
/// needed again: command line, configuration, wiring. Taken out once the process runs, what it goes on using comes back from
/// the page cache at the next touch, and the rest stays out.
/// </summary>
public static class MappedCode
{
    private const string Maps = "/proc/self/maps";

    /// <summary>Takes every unchanged page of a mapped file out of memory. Pages that were written to stay. Does nothing before Linux 5.4.</summary>
    /// <returns>Bytes of address space that the kernel took the advice for.</returns>
    public static long Release()
    {
        if (ProcFile.TryRead(Maps, out var file) != Errno.None)
        {
            return 0;
        }

        var released = 0L;
        using (file)
        {
            for (var maps = new Utf8Cursor(file.Bytes, Maps); maps.NextLine(out var line);)
            {
                if (FileMapping(ref line, out var start, out var end) && Libc.Advise((nuint)start, (nuint)(end - start), Libc.PageOut) == 0)
                {
                    released += (long)(end - start);
                }
            }
        }

        return released;
    }

    /// <summary><c>7f08ab600000-7f08abcc0000 r-xp 00040000 fe:00 1048 /usr/lib/libc.so.6</c>, and neither writable nor shared.</summary>
    private static bool FileMapping(ref Utf8Cursor line, out ulong start, out ulong end)
    {
        var from = line.Until((byte)'-');
        var to = line.Until((byte)' ');
        var mode = line.Field();
        line.SkipFields(3);
        var path = line.Field();
        end = 0;
        return Utf8Parser.TryParse(from, out start, out _, 'x')
            && Utf8Parser.TryParse(to, out end, out _, 'x')
            && mode.Length == 4 && mode[0] == (byte)'r' && mode[1] == (byte)'-' && mode[3] == (byte)'p'
            && !path.IsEmpty && path[0] == (byte)'/';
    }
}
