using System.Buffers.Text;
using Exporters.Linux;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// A value of <c>/proc/net/snmp</c> and its like: a counter of up to 64 bits, or a negative number that means "none" (MaxConn -1).
/// </summary>
internal static class NetstatNumber
{
    /// <summary>Reads it; what is too large for 64 bits comes out rounded, as it would on the page anyway. Null, and reported, when it is no number.</summary>
    public static double? Parse(Utf8Cursor line, ReadOnlySpan<byte> value)
    {
        if (Utf8Parser.TryParse(value, out long whole, out var used) && used == value.Length)
        {
            return whole;
        }

        if (Utf8Parser.TryParse(value, out double number, out used) && used == value.Length)
        {
            return number;
        }

        line.Report(value, "a number");
        return null;
    }
}
