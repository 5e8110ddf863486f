using Exporters.Linux;

namespace Exporters.Host.Network.Devices;

/// <summary>
/// One line of <c>/proc/net/dev</c>, proc_pid_net(5):
/// <code>  eth0: 116805665    2883    0    0    0     0          0         0   159304    1716    0    0    0     0       0          0</code>
/// Two lines of headings come first.
/// </summary>
internal static class NetDev
{
    /// <summary>Numbers in a line: bytes, packets, errs, drop, fifo, frame, compressed, multicast; then bytes, packets, errs, drop, fifo, colls, carrier, compressed.</summary>
    public const int Fields = 16;

    /// <summary>
    /// Goes to the next interface; passes over the headings. A line without a name is left out, a number that is missing or none is
    /// NaN; both are reported.
    /// </summary>
    /// <param name="file">Where to read on.</param>
    /// <param name="name">The interface's name.</param>
    /// <param name="values">Room for <see cref="Fields"/> numbers.</param>
    /// <returns>False at the end.</returns>
    public static bool Next(ref Utf8Cursor file, out ReadOnlySpan<byte> name, scoped Span<double> values)
    {
        while (file.NextLine(out var line))
        {
            if (file.LineNumber <= 2 || line.AtEnd)
            {
                continue;
            }

            // The kernel forbids colons in names but for aliases, eth0:1, of old.
            var whole = line.Rest;
            var colon = whole.LastIndexOf((byte)':');
            name = colon < 0 ? default : whole[..colon].Trim((byte)' ');
            if (name.IsEmpty)
            {
                line.Report(whole, "an interface's name and a colon");
                continue;
            }

            line.TrySkip(whole[..(colon + 1)]);
            for (var i = 0; i < Fields; i++)
            {
                values[i] = line.UInt64() ?? double.NaN;
            }

            return true;
        }

        name = default;
        return false;
    }
}
