namespace Exporters.Linux.Cgroups;

/// <summary>
/// <c>cpu.stat</c> of a group, in seconds. v2 has usage in microseconds (<c>usage_usec 4711</c>) and throttling where the
/// controller is on; v1 has throttling alone, in nanoseconds (<c>throttled_time 4711</c>).
/// </summary>
public readonly record struct CpuStat
{
    private const double MicrosPerSecond = 1e6;
    private const double NanosPerSecond = 1e9;

    /// <summary>v2: all time on a CPU.</summary>
    public double? UsageSeconds { get; init; }

    /// <summary>v2: in user mode.</summary>
    public double? UserSeconds { get; init; }

    /// <summary>v2: in the kernel.</summary>
    public double? SystemSeconds { get; init; }

    /// <summary>Periods in which the group wanted a CPU.</summary>
    public ulong? Periods { get; init; }

    /// <summary>Periods in which it used up its quota.</summary>
    public ulong? ThrottledPeriods { get; init; }

    /// <summary>Time that it was kept off the CPU.</summary>
    public double? ThrottledSeconds { get; init; }

    /// <summary>Periods in which it used time saved up before; since Linux 5.14.</summary>
    public ulong? Bursts { get; init; }

    /// <summary>Time above the quota in those.</summary>
    public double? BurstSeconds { get; init; }

    /// <summary>Reads the file of either version.</summary>
    /// <remarks>A known key without a number is null, and reported to <c>unreadable</c>, or thrown where nobody receives reports.</remarks>
    public static CpuStat Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable = null)
    {
        var stat = default(CpuStat);
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            var key = line.Field();
            if (key.SequenceEqual("usage_usec"u8))
            {
                stat = stat with { UsageSeconds = line.UInt64() / MicrosPerSecond };
            }
            else if (key.SequenceEqual("user_usec"u8))
            {
                stat = stat with { UserSeconds = line.UInt64() / MicrosPerSecond };
            }
            else if (key.SequenceEqual("system_usec"u8))
            {
                stat = stat with { SystemSeconds = line.UInt64() / MicrosPerSecond };
            }
            else if (key.SequenceEqual("nr_periods"u8))
            {
                stat = stat with { Periods = line.UInt64() };
            }
            else if (key.SequenceEqual("nr_throttled"u8))
            {
                stat = stat with { ThrottledPeriods = line.UInt64() };
            }
            else if (key.SequenceEqual("throttled_usec"u8))
            {
                stat = stat with { ThrottledSeconds = line.UInt64() / MicrosPerSecond };
            }
            else if (key.SequenceEqual("throttled_time"u8))
            {
                stat = stat with { ThrottledSeconds = line.UInt64() / NanosPerSecond };
            }
            else if (key.SequenceEqual("nr_bursts"u8))
            {
                stat = stat with { Bursts = line.UInt64() };
            }
            else if (key.SequenceEqual("burst_usec"u8))
            {
                stat = stat with { BurstSeconds = line.UInt64() / MicrosPerSecond };
            }
            else if (key.SequenceEqual("burst_time"u8))
            {
                stat = stat with { BurstSeconds = line.UInt64() / NanosPerSecond };
            }
        }

        return stat;
    }
}
