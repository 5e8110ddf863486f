using System.Buffers.Text;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// The program's own files as they are mapped into memory; see proc_pid_smaps(5). Starting touches much code and metadata that is
/// never needed again: command line, configuration, wiring, the compiler. Once the process runs these pages are let go: what it goes on
/// using is mapped again from the page cache at the next touch, and the rest stays out.
/// </summary>
public static class MappedCode
{
    private const string Maps = "/proc/self/smaps";

    /// <summary>
    /// Lets go of every mapped page of the program's own libraries that nobody may write to and nobody has written to; they are never
    /// unmapped while it runs, so that no other memory can have taken their place.
    /// </summary>
    /// <param name="directory">Where the program lies: only files in it, ending on .dll or .so, are looked at.</param>
    /// <returns>Bytes that were resident and were let go; 0 where smaps cannot be read.</returns>
    public static long Release(string directory)
    {
        if (ProcFile.TryRead(Maps, out var file) != Errno.None)
        {
            return 0;
        }

        var own = Encoding.UTF8.GetBytes(directory.EndsWith('/') ? directory : directory + '/');
        var released = 0L;
        using (file)
        {
            var mapping = default(Mapping);
            for (var lines = new Utf8Cursor(file.Bytes, Maps); lines.NextLine(out var line);)
            {
                var first = line.Field();
                if (first.IndexOf((byte)'-') > 0)
                {
                    mapping = Read(first, ref line, own);
                }
                else if (mapping.IsOwnCode && first.SequenceEqual("Rss:"u8))
                {
                    mapping.Resident = (long)line.UInt64() * 1024;
                }
                else if (mapping.IsOwnCode && first.SequenceEqual("Anonymous:"u8) && line.UInt64() == 0
                    && Libc.Advise((nuint)mapping.Start, (nuint)(mapping.End - mapping.Start), Libc.DontNeed) == 0)
                {
                    released += mapping.Resident;
                }
            }
        }

        return released;
    }

    /// <summary><c>7f08ab600000-7f08abcc0000 r-xp 00040000 fe:00 1048 /opt/exporters/libcoreclr.so</c></summary>
    private static Mapping Read(ReadOnlySpan<byte> range, ref Utf8Cursor line, ReadOnlySpan<byte> own)
    {
        var mode = line.Field();
        line.SkipFields(3);
        var path = line.Field();
        var dash = range.IndexOf((byte)'-');
        if (mode.Length != 4 || mode[0] != (byte)'r' || mode[1] != (byte)'-' || mode[3] != (byte)'p'
            || !path.StartsWith(own) || !(path.EndsWith(".dll"u8) || path.EndsWith(".so"u8))
            || !Utf8Parser.TryParse(range[..dash], out ulong start, out _, 'x')
            || !Utf8Parser.TryParse(range[(dash + 1)..], out ulong end, out _, 'x'))
        {
            return default;
        }

        return new Mapping { IsOwnCode = true, Start = start, End = end };
    }

    private struct Mapping
    {
        public bool IsOwnCode;
        public ulong Start;
        public ulong End;
        public long Resident;
    }
}
