namespace Exporters.Linux.Cgroups;

/// <summary>
/// <c>cpu.pressure</c>, <c>memory.pressure</c>, <c>io.pressure</c> of a group, in seconds; kernel <c>Documentation/accounting/psi.rst</c>.
/// <code>some avg10=0.00 avg60=0.00 avg300=0.00 total=1234</code>
/// </summary>
/// <param name="SomeSeconds">Time in which at least one task waited.</param>
/// <param name="FullSeconds">Time in which all tasks waited; absent for the CPU before Linux 5.13.</param>
public readonly record struct PressureTotals(double? SomeSeconds, double? FullSeconds)
{
    private const double MicrosPerSecond = 1e6;

    /// <summary>Reads the file.</summary>
    /// <remarks>A total that is no number is null, and reported to <c>unreadable</c>, or thrown where nobody receives reports.</remarks>
    public static PressureTotals Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable = null)
    {
        double? some = null, full = null;
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            var kind = line.Field();
            while (line.TryField(out var field))
            {
                if (!field.StartsWith("total="u8))
                {
                    continue;
                }

                var seconds = line.ParseUInt64(field["total="u8.Length..]) / MicrosPerSecond;
                if (kind.SequenceEqual("some"u8))
                {
                    some = seconds;
                }
                else if (kind.SequenceEqual("full"u8))
                {
                    full = seconds;
                }
            }
        }

        return new PressureTotals(some, full);
    }

    /// <summary>Reads a file; nothing known when it is absent, or PSI is off.</summary>
    /// <remarks>A total that is no number is null, and reported to <c>unreadable</c>, or thrown where nobody receives reports.</remarks>
    public static PressureTotals Read(string? path, Action<ProcFormatException>? unreadable = null)
    {
        if (path is null || ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return default;
        }

        using (file)
        {
            return Parse(file.Bytes, path, unreadable);
        }
    }
}
