namespace Exporters.Linux.Cgroups;

/// <summary>
/// How often a group met its limits, from <c>memory.events</c> (v2) or <c>memory.oom_control</c> (v1). <c>oom</c> counts tries,
/// <c>oom_kill</c> deaths.
/// </summary>
/// <param name="High">v2: throttled above <c>memory.high</c>.</param>
/// <param name="Max">v2: about to go above <c>memory.max</c>.</param>
/// <param name="OomKills">Processes killed; v1 since Linux 4.13.</param>
public readonly record struct MemoryEvents(ulong? High, ulong? Max, ulong? OomKills)
{
    /// <summary>Reads either file.</summary>
    /// <remarks>A known key without a number is null, and reported to <c>unreadable</c>, or thrown where nobody receives reports.</remarks>
    public static MemoryEvents Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable = null)
    {
        ulong? high = null, max = null, kills = null;
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            var key = line.Field();
            if (key.SequenceEqual("high"u8))
            {
                high = line.UInt64();
            }
            else if (key.SequenceEqual("max"u8))
            {
                max = line.UInt64();
            }
            else if (key.SequenceEqual("oom_kill"u8))
            {
                kills = line.UInt64();
            }
        }

        return new MemoryEvents(high, max, kills);
    }
}
