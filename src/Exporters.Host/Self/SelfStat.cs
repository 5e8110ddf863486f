using Exporters.Linux;

namespace Exporters.Host.Self;

/// <summary>What <c>/proc/self/stat</c>, proc_pid_stat(5), tells of this process: fields 14, 15, 20, 22, 23 and 24.</summary>
/// <param name="CpuSeconds">CPU time in user and kernel mode, in seconds.</param>
/// <param name="Threads">Threads.</param>
/// <param name="StartSeconds">Start of the process in seconds after boot.</param>
/// <param name="VirtualBytes">Size of the address space in use, in bytes.</param>
/// <param name="ResidentPages">Resident pages.</param>
internal readonly record struct SelfStat(double? CpuSeconds, ulong? Threads, double? StartSeconds, ulong? VirtualBytes, ulong? ResidentPages)
{
    private const double TicksPerSecond = 100;

    /// <summary>Reads the line; a field that is no number is null, and reported.</summary>
    /// <exception cref="ProcFormatException">It is not of that form.</exception>
    public static SelfStat Parse(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        var bracket = text.LastIndexOf((byte)')');
        if (bracket < 0 || !new Utf8Cursor(text[(bracket + 1)..], source, unreadable).NextLine(out var line))
        {
            throw new ProcFormatException(source, 1, text, "a process such as \"1 (init) S 0 1\"");
        }

        line.SkipFields(11);
        var ticks = line.UInt64() + line.UInt64();
        line.SkipFields(4);
        var threads = line.UInt64();
        line.SkipFields(1);
        return new SelfStat(ticks / TicksPerSecond, threads, line.UInt64() / TicksPerSecond, line.UInt64(), line.UInt64());
    }
}
