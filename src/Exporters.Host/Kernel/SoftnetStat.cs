using System.Buffers.Text;
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

    /// <summary>Reads all lines into <paramref name="into"/>, which is cleared first.</summary>
    /// <exception cref="ProcFormatException">A line has fewer than 9 columns or one that is no hexadecimal number.</exception>
    public static void Parse(ReadOnlySpan<byte> text, string source, List<SoftnetStat> into)
    {
        into.Clear();
        Span<ulong> columns = stackalloc ulong[13];
        for (var file = new Utf8Cursor(text, source); file.NextLine(out var line);)
        {
            columns.Clear();
            var count = 0;
            while (count < columns.Length && line.TryField(out var field))
            {
                columns[count++] = Utf8Parser.TryParse(field, out ulong value, out var used, 'x') && used == field.Length
                    ? value
                    : throw line.Unexpected(field, "a hexadecimal number");
            }

            if (count < LeastColumns)
            {
                throw line.Unexpected(default, "at least 9 columns");
            }

            var cpu = count == columns.Length ? (uint)columns[12] : (uint)into.Count;
            into.Add(new SoftnetStat(cpu, columns[0], columns[1], columns[2], columns[8], columns[9], columns[10], columns[11]));
        }
    }
}
