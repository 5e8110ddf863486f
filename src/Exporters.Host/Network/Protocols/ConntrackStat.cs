using Exporters.Linux;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// <c>/proc/net/stat/nf_conntrack</c>: a line of names, then a line of hexadecimal counters for each CPU. Fields are found by their
/// names, since kernels differ in them; null when this kernel has no such field.
/// </summary>
/// <param name="Entries">Entries in the table of this network namespace; every CPU tells the same number.</param>
/// <param name="Found">Searches that found an entry, as the others summed over the CPUs.</param>
/// <param name="Invalid">Packets that cannot be tracked.</param>
/// <param name="Ignore">Packets already connected to an entry.</param>
/// <param name="Insert">Entries inserted.</param>
/// <param name="InsertFailed">Entries that could not be inserted.</param>
/// <param name="Drop">Packets dropped because tracking failed.</param>
/// <param name="EarlyDrop">Entries dropped to make room.</param>
/// <param name="SearchRestart">Searches begun anew because the table was resized.</param>
internal readonly record struct ConntrackStat(
    ulong? Entries, ulong? Found, ulong? Invalid, ulong? Ignore, ulong? Insert, ulong? InsertFailed, ulong? Drop, ulong? EarlyDrop, ulong? SearchRestart)
{
    private const int MaxFields = 32;

    /// <summary>
    /// Reads the sums. A counter that is missing or no hexadecimal number is reported, and its sum is null: that of the other CPUs
    /// alone would fall.
    /// </summary>
    public static ConntrackStat Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        var file = new Utf8Cursor(text, source, unreadable);
        file.NextLine(out var heading);
        var names = heading;
        Span<ulong> sums = stackalloc ulong[MaxFields];
        Span<bool> known = stackalloc bool[MaxFields];
        sums.Clear();
        known.Fill(true);
        var fields = 0;
        for (; fields < MaxFields && heading.TryField(out _); fields++)
        {
        }

        ulong? entries = null;
        while (file.NextLine(out var line))
        {
            if (line.AtEnd)
            {
                continue;
            }

            for (var i = 0; i < fields; i++)
            {
                var value = line.Hex();
                entries = i == 0 ? value ?? entries : entries;
                known[i] &= value is not null;
                sums[i] = unchecked(sums[i] + (value ?? 0));
            }
        }

        return new ConntrackStat(
            Index(names, "entries"u8) is null ? null : entries ?? 0,
            Sum(names, sums, known, "found"u8),
            Sum(names, sums, known, "invalid"u8),
            Sum(names, sums, known, "ignore"u8),
            Sum(names, sums, known, "insert"u8),
            Sum(names, sums, known, "insert_failed"u8),
            Sum(names, sums, known, "drop"u8),
            Sum(names, sums, known, "early_drop"u8),
            Sum(names, sums, known, "search_restart"u8));
    }

    private static ulong? Sum(Utf8Cursor names, ReadOnlySpan<ulong> sums, ReadOnlySpan<bool> known, ReadOnlySpan<byte> wanted) =>
        Index(names, wanted) is { } index && known[index] ? sums[index] : null;

    private static int? Index(Utf8Cursor names, ReadOnlySpan<byte> wanted)
    {
        for (var i = 0; i < MaxFields && names.TryField(out var name); i++)
        {
            if (name.SequenceEqual(wanted))
            {
                return i;
            }
        }

        return null;
    }
}
