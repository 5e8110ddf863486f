using Exporters.Linux;

namespace Exporters.Host.Load;

/// <summary>
/// <c>/proc/loadavg</c>, proc_loadavg(5): runnable and uninterruptible tasks, averaged.
/// <code>0.02 0.04 0.05 1/497 11947</code>
/// </summary>
/// <param name="OneMinute">Average over 1 minute.</param>
/// <param name="FiveMinutes">Average over 5 minutes.</param>
/// <param name="FifteenMinutes">Average over 15 minutes.</param>
internal readonly record struct Loadavg(double? OneMinute, double? FiveMinutes, double? FifteenMinutes)
{
    /// <summary>Reads the three averages; one that is missing or no number is null, and reported. What follows them is passed over.</summary>
    public static Loadavg Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        new Utf8Cursor(text, source, unreadable).NextLine(out var line);
        return new Loadavg(line.Double(), line.Double(), line.Double());
    }
}
