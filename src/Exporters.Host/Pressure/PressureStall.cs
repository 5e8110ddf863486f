using Exporters.Linux;

namespace Exporters.Host.Pressure;

/// <summary>
/// A file of <c>/proc/pressure</c> (kernel Documentation/accounting/psi.rst). Null where the file has no such line.
/// <code>
/// some avg10=0.06 avg60=0.21 avg300=0.99 total=8537362
/// full avg10=0.00 avg60=0.13 avg300=0.96 total=8183134
/// </code>
/// </summary>
/// <param name="SomeSeconds">Time in which some task waited for the resource, in seconds.</param>
/// <param name="FullSeconds">Time in which all tasks did, in seconds.</param>
internal readonly record struct PressureStall(double? SomeSeconds, double? FullSeconds)
{
    private const double MicrosecondsPerSecond = 1e6;

    /// <summary>Reads both lines; others are passed over. A known line without a number as its total is null, and reported.</summary>
    public static PressureStall Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        double? some = null, full = null;
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            var kind = line.Field();
            if (kind.SequenceEqual("some"u8))
            {
                some = Total(ref line);
            }
            else if (kind.SequenceEqual("full"u8))
            {
                full = Total(ref line);
            }
        }

        return new PressureStall(some, full);
    }

    private static double? Total(ref Utf8Cursor line)
    {
        while (line.TryField(out var field))
        {
            if (field.StartsWith("total="u8))
            {
                return line.ParseUInt64(field["total="u8.Length..]) / MicrosecondsPerSecond;
            }
        }

        line.Report(default, "a field total=");
        return null;
    }
}
