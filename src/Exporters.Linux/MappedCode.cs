using System.Globalization;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// The program's own file as it is mapped into memory; see proc_pid_smaps(5). Starting touches much code and data that is never needed
/// again: command line, configuration, wiring, and the packed form of the runtime's tables. Once the process runs these pages are let
/// go: what it goes on using is mapped again from the page cache at the next touch, and the rest stays out.
/// </summary>
public static class MappedCode
{
    private const string Maps = "/proc/self/smaps";

    /// <summary>
    /// Lets go of every mapped page of the program that nobody may write to and nobody has written to; they are never unmapped while it
    /// runs, so that no other memory can have taken their place.
    /// </summary>
    /// <param name="program">The path of the running program's file, or of a library that stays loaded.</param>
    /// <returns>Bytes that were resident and were let go; 0 where smaps cannot be read.</returns>
    public static long Release(string program)
    {
        var released = 0L;
        try
        {
            var mapping = default(Mapping);
            foreach (var line in File.ReadLines(Maps))
            {
                if (line.IndexOf('-', StringComparison.Ordinal) is > 0 and < 17)
                {
                    mapping = Read(line, program);
                }
                else if (mapping.IsOwnCode && line.StartsWith("Rss:", StringComparison.Ordinal))
                {
                    mapping.Resident = KiB(line) * 1024;
                }
                else if (mapping.IsOwnCode && line.StartsWith("Anonymous:", StringComparison.Ordinal) && KiB(line) == 0
                    && Libc.Advise((nuint)mapping.Start, (nuint)(mapping.End - mapping.Start), Libc.DontNeed) == 0)
                {
                    released += mapping.Resident;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not there or not to be read: nothing is let go.
        }

        return released;
    }

    /// <summary><c>5578f0be3000-5578f14ba000 r-xp 0001f000 fe:00 1048   /usr/lib/exporters/exporters</c></summary>
    private static Mapping Read(string line, string program)
    {
        var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length < 6 || !fields[1].StartsWith("r-", StringComparison.Ordinal) || fields[1][3] != 'p' || fields[5] != program)
        {
            return default;
        }

        var range = fields[0].Split('-');
        return ulong.TryParse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var start)
            && ulong.TryParse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var end)
                ? new Mapping { IsOwnCode = true, Start = start, End = end }
                : default;
    }

    /// <summary><c>Rss:                3540 kB</c></summary>
    private static long KiB(string line) =>
        long.TryParse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).Trim().TrimEnd("kB").TrimEnd(), CultureInfo.InvariantCulture, out var value)
            ? value
            : -1;

    private struct Mapping
    {
        public bool IsOwnCode;
        public ulong Start;
        public ulong End;
        public long Resident;
    }
}
