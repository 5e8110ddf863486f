using Exporters.Linux;

namespace Exporters.Host.Load;

/// <summary>
/// <c>/proc/loadavg</c>, proc_loadavg(5): runnable and uninterruptible tasks, averaged.
/// <code>0.02 0.04 0.05 1/497 11947</code>
/// </summary>
/// <param name="OneMinute">Average over 1 minute.</param>
/// <param name="FiveMinutes">Average over 5 minutes.</param>
/// <param name="FifteenMinutes">Average over 15 minutes.</param>
internal readonly record struct Loadavg(double OneMinute, double FiveMinutes, double FifteenMinutes)
{
    /// <summary>Reads the three averages; what follows them is passed over.</summary>
    /// <exception cref="ProcFormatException">One of them is missing or no number.</exception>
    public static Loadavg Parse(ReadOnlySpan<byte> text, string source) => new Utf8Cursor(text, source).NextLine(out var line)
        ? new Loadavg(line.Double(), line.Double(), line.Double())
        : throw new ProcFormatException(source, 0, text, "three load averages");
}
