namespace Exporters.Linux.Cgroups;

/// <summary><c>cpu.max</c> of a v2 group: <c>10000 100000</c>, or <c>max 100000</c> without a quota.</summary>
/// <param name="QuotaMicroseconds">CPU time per period; null for none.</param>
/// <param name="PeriodMicroseconds">Length of a period.</param>
public readonly record struct CpuMax(ulong? QuotaMicroseconds, ulong PeriodMicroseconds)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="ProcFormatException">It is not of that form.</exception>
    public static CpuMax Parse(ReadOnlySpan<byte> text, string source)
    {
        new Utf8Cursor(text, source).NextLine(out var line);
        var quota = line.Field();
        return new CpuMax(quota.SequenceEqual("max"u8) ? null : line.ParseUInt64(quota), line.UInt64());
    }
}
