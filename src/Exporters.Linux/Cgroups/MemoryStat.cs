namespace Exporters.Linux.Cgroups;

/// <summary>
/// <c>memory.stat</c> of a group: what its memory is used for, in bytes, and how often pages were fetched. The versions name the
/// same things differently (<c>anon</c> is v1's <c>total_rss</c>); of v1 the totals with the groups below are read.
/// </summary>
public readonly record struct MemoryStat
{
    /// <summary>Anonymous memory.</summary>
    public ulong? AnonBytes { get; init; }

    /// <summary>Page cache.</summary>
    public ulong? FileBytes { get; init; }

    /// <summary>v1: swap.</summary>
    public ulong? SwapBytes { get; init; }

    /// <summary>Mapped files.</summary>
    public ulong? MappedFileBytes { get; init; }

    /// <summary>Page cache that was not used lately.</summary>
    public ulong? InactiveFileBytes { get; init; }

    /// <summary>Page cache that was used lately.</summary>
    public ulong? ActiveFileBytes { get; init; }

    /// <summary>Page cache waiting to be written.</summary>
    public ulong? FileDirtyBytes { get; init; }

    /// <summary>Page cache being written.</summary>
    public ulong? FileWritebackBytes { get; init; }

    /// <summary>Page faults.</summary>
    public ulong? PageFaults { get; init; }

    /// <summary>Page faults that had to wait for a device.</summary>
    public ulong? MajorPageFaults { get; init; }

    /// <summary>v2: pages looked at by reclaim.</summary>
    public ulong? PagesScanned { get; init; }

    /// <summary>v2: pages taken by reclaim.</summary>
    public ulong? PagesStolen { get; init; }

    /// <summary>Anonymous pages fetched again soon after they were taken.</summary>
    public ulong? RefaultAnon { get; init; }

    /// <summary>File pages fetched again soon after they were taken.</summary>
    public ulong? RefaultFile { get; init; }

    /// <summary>Reads the file.</summary>
    /// <remarks>A known key without a number is null, and reported to <c>unreadable</c>, or thrown where nobody receives reports.</remarks>
    public static MemoryStat Parse(ReadOnlySpan<byte> text, string source, bool unified, Action<ProcFormatException>? unreadable = null) =>
        unified ? ParseV2(text, source, unreadable) : ParseV1(text, source, unreadable);

    private static MemoryStat ParseV2(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable)
    {
        ulong? anon = null, file = null, mapped = null, inactive = null, active = null, dirty = null, writeback = null;
        ulong? faults = null, major = null, scanned = null, stolen = null, refaultAnon = null, refaultFile = null;
        for (var lines = new Utf8Cursor(text, source, unreadable); lines.NextLine(out var line);)
        {
            var key = line.Field();
            if (key.SequenceEqual("anon"u8))
            {
                anon = line.UInt64();
            }
            else if (key.SequenceEqual("file"u8))
            {
                file = line.UInt64();
            }
            else if (key.SequenceEqual("file_mapped"u8))
            {
                mapped = line.UInt64();
            }
            else if (key.SequenceEqual("inactive_file"u8))
            {
                inactive = line.UInt64();
            }
            else if (key.SequenceEqual("active_file"u8))
            {
                active = line.UInt64();
            }
            else if (key.SequenceEqual("file_dirty"u8))
            {
                dirty = line.UInt64();
            }
            else if (key.SequenceEqual("file_writeback"u8))
            {
                writeback = line.UInt64();
            }
            else if (key.SequenceEqual("pgfault"u8))
            {
                faults = line.UInt64();
            }
            else if (key.SequenceEqual("pgmajfault"u8))
            {
                major = line.UInt64();
            }
            else if (key.SequenceEqual("pgscan"u8))
            {
                scanned = line.UInt64();
            }
            else if (key.SequenceEqual("pgsteal"u8))
            {
                stolen = line.UInt64();
            }
            else if (key.SequenceEqual("workingset_refault_anon"u8))
            {
                refaultAnon = line.UInt64();
            }
            else if (key.SequenceEqual("workingset_refault_file"u8))
            {
                refaultFile = line.UInt64();
            }
        }

        return new MemoryStat
        {
            AnonBytes = anon,
            FileBytes = file,
            MappedFileBytes = mapped,
            InactiveFileBytes = inactive,
            ActiveFileBytes = active,
            FileDirtyBytes = dirty,
            FileWritebackBytes = writeback,
            PageFaults = faults,
            MajorPageFaults = major,
            PagesScanned = scanned,
            PagesStolen = stolen,
            RefaultAnon = refaultAnon,
            RefaultFile = refaultFile,
        };
    }

    private static MemoryStat ParseV1(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable)
    {
        ulong? rss = null, cache = null, swap = null, mapped = null, inactive = null, active = null, faults = null, major = null;
        ulong? dirty = null, writeback = null, refaultAnon = null, refaultFile = null;
        for (var lines = new Utf8Cursor(text, source, unreadable); lines.NextLine(out var line);)
        {
            var key = line.Field();
            if (key.SequenceEqual("pgfault"u8))
            {
                faults = line.UInt64();
            }
            else if (key.SequenceEqual("pgmajfault"u8))
            {
                major = line.UInt64();
            }
            else if (!key.StartsWith("total_"u8))
            {
                continue;
            }
            else if (key.SequenceEqual("total_rss"u8))
            {
                rss = line.UInt64();
            }
            else if (key.SequenceEqual("total_cache"u8))
            {
                cache = line.UInt64();
            }
            else if (key.SequenceEqual("total_swap"u8))
            {
                swap = line.UInt64();
            }
            else if (key.SequenceEqual("total_mapped_file"u8))
            {
                mapped = line.UInt64();
            }
            else if (key.SequenceEqual("total_inactive_file"u8))
            {
                inactive = line.UInt64();
            }
            else if (key.SequenceEqual("total_active_file"u8))
            {
                active = line.UInt64();
            }
            else if (key.SequenceEqual("total_dirty"u8))
            {
                dirty = line.UInt64();
            }
            else if (key.SequenceEqual("total_writeback"u8))
            {
                writeback = line.UInt64();
            }
            else if (key.SequenceEqual("total_workingset_refault_anon"u8))
            {
                refaultAnon = line.UInt64();
            }
            else if (key.SequenceEqual("total_workingset_refault_file"u8))
            {
                refaultFile = line.UInt64();
            }
        }

        return new MemoryStat
        {
            AnonBytes = rss,
            FileBytes = cache,
            SwapBytes = swap,
            MappedFileBytes = mapped,
            InactiveFileBytes = inactive,
            ActiveFileBytes = active,
            FileDirtyBytes = dirty,
            FileWritebackBytes = writeback,
            PageFaults = faults,
            MajorPageFaults = major,
            RefaultAnon = refaultAnon,
            RefaultFile = refaultFile,
        };
    }
}
