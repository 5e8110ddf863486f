namespace Exporters.Linux.Cgroups;

/// <summary><c>cpu.max</c> of a v2 group: <c>10000 100000</c>, or <c>max 100000</c> without a quota.</summary>
/// <param name="QuotaMicroseconds">CPU time per period; null for none.</param>
/// <param name="PeriodMicroseconds">Length of a period.</param>
public readonly record struct CpuMax(ulong? QuotaMicroseconds, ulong PeriodMicroseconds)
{
    /// <summary>Reads the file; null, and reported, when it is not of that form.</summary>
    public static CpuMax? Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable = null)
    {
        new Utf8Cursor(text, source, unreadable).NextLine(out var line);
        var quota = line.Field();
        return quota.SequenceEqual("max"u8) ? Of(null, line.UInt64()) : line.ParseUInt64(quota) is { } microseconds ? Of(microseconds, line.UInt64()) : null;
    }

    private static CpuMax? Of(ulong? quota, ulong? period) => period is { } microseconds ? new CpuMax(quota, microseconds) : null;
}
