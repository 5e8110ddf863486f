using Exporters.Linux;

namespace Exporters.Host.Kernel;

/// <summary>
/// One CPU's line of <c>/proc/net/softnet_stat</c>: hexadecimal columns, more of them with each kernel (net/core/net-procfs.c).
/// <code>00049279 00000000 00000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000</code>
/// </summary>
/// <param name="Cpu">The CPU: column 13 since Linux 5.14, else the line's place.</param>
/// <param name="Processed">Packets taken from devices, column 1.</param>
/// <param name="Dropped">Packets dropped because the backlog was full, column 2.</param>
/// <param name="Squeezed">Times that the work was broken off with packets left, column 3.</param>
/// <param name="Collisions">Collisions on a device's lock, column 9.</param>
/// <param name="ReceivedRps">Times that another CPU asked this one to take packets, column 10; 0 before Linux 2.6.39.</param>
/// <param name="FlowLimits">Packets dropped by the flow limit, column 11; 0 before Linux 3.11.</param>
/// <param name="Backlog">Packets in the backlog now, column 12; 0 before Linux 5.14.</param>
internal readonly record struct SoftnetStat(
    uint Cpu, ulong Processed, ulong Dropped, ulong Squeezed, ulong Collisions, ulong ReceivedRps, ulong FlowLimits, ulong Backlog)
{
    private const int LeastColumns = 9;

    /// <summary>
    /// Reads all lines into <paramref name="into"/>, which is cleared first. A line with fewer than 9 columns, or with one that is no
    /// hexadecimal number, is left out and reported.
    /// </summary>
    public static void Parse(ReadOnlySpan<byte> text, string source, List<SoftnetStat> into, Action<ProcFormatException> unreadable)
    {
        into.Clear();
        Span<ulong> columns = stackalloc ulong[13];
        uint place = 0;
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line); place++)
        {
            columns.Clear();
            if (!TryRead(line, columns, out var count))
            {
                continue;
            }

            var cpu = count == columns.Length ? (uint)columns[12] : place;
            into.Add(new SoftnetStat(cpu, columns[0], columns[1], columns[2], columns[8], columns[9], columns[10], columns[11]));
        }
    }

    private static bool TryRead(Utf8Cursor line, scoped Span<ulong> columns, out int count)
    {
        count = 0;
        for (var rest = line; count < columns.Length && rest.TryField(out _); count++)
        {
            if (line.Hex() is not { } value)
            {
                return false;
            }

            columns[count] = value;
        }

        if (count < LeastColumns)
        {
            line.Report(default, "at least 9 columns");
        }

        return count >= LeastColumns;
    }
}
