namespace Exporters.Linux.Cgroups;

/// <summary><c>cpuacct.stat</c> of a v1 group, in seconds: <c>user 3408</c>, <c>system 17</c> in ticks of a hundredth.</summary>
/// <param name="UserSeconds">In user mode.</param>
/// <param name="SystemSeconds">In the kernel.</param>
public readonly record struct CpuacctStat(double? UserSeconds, double? SystemSeconds)
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every architecture that .NET runs on

    /// <summary>Reads the file.</summary>
    /// <remarks>A known key without a number is null, and reported to <c>unreadable</c>, or thrown where nobody receives reports.</remarks>
    public static CpuacctStat Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable = null)
    {
        double? user = null, system = null;
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            var key = line.Field();
            if (key.SequenceEqual("user"u8))
            {
                user = line.UInt64() / TicksPerSecond;
            }
            else if (key.SequenceEqual("system"u8))
            {
                system = line.UInt64() / TicksPerSecond;
            }
        }

        return new CpuacctStat(user, system);
    }
}
