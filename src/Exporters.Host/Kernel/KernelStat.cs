using Exporters.Linux;

namespace Exporters.Host.Kernel;

/// <summary>
/// What <c>/proc/stat</c>, proc_stat(5), tells beside CPU times. Null where this kernel has no such line.
/// <code>
/// intr 8885917 17 0 0 ...
/// ctxt 38014093
/// btime 1418183276
/// processes 26442
/// procs_running 2
/// procs_blocked 1
/// softirq 5057579 250191 1481983 ...
/// </code>
/// </summary>
/// <param name="Interrupts">Interrupts serviced since boot.</param>
/// <param name="ContextSwitches">Context switches since boot.</param>
/// <param name="BootTimeSeconds">When the machine booted, in Unix time.</param>
/// <param name="Forks">Processes and threads made since boot.</param>
/// <param name="Running">Tasks that run or could run.</param>
/// <param name="Blocked">Tasks that wait for a device.</param>
internal readonly record struct KernelStat(
    ulong? Interrupts, ulong? ContextSwitches, ulong? BootTimeSeconds, ulong? Forks, ulong? Running, ulong? Blocked)
{
    /// <summary>Reads the file. A known line without a number is null, and reported.</summary>
    /// <param name="text">The file's bytes.</param>
    /// <param name="source">The file's name for messages.</param>
    /// <param name="softirqs">Gets the counts of the soft interrupt vectors as far as it reaches; NaN where there is none.</param>
    /// <param name="unreadable">Told what is left out.</param>
    /// <exception cref="ProcFormatException">No line is known.</exception>
    public static KernelStat Parse(ReadOnlySpan<byte> text, string source, Span<double> softirqs, Action<ProcFormatException> unreadable)
    {
        softirqs.Fill(double.NaN);
        ulong? interrupts = null, switches = null, boot = null, forks = null, running = null, blocked = null;
        var known = false;
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            var key = line.Field();
            known |= key.StartsWith("cpu"u8) || key.SequenceEqual("intr"u8) || key.SequenceEqual("ctxt"u8) || key.SequenceEqual("btime"u8);
            if (key.SequenceEqual("intr"u8))
            {
                interrupts = line.UInt64();
            }
            else if (key.SequenceEqual("ctxt"u8))
            {
                switches = line.UInt64();
            }
            else if (key.SequenceEqual("btime"u8))
            {
                boot = line.UInt64();
            }
            else if (key.SequenceEqual("processes"u8))
            {
                forks = line.UInt64();
            }
            else if (key.SequenceEqual("procs_running"u8))
            {
                running = line.UInt64();
            }
            else if (key.SequenceEqual("procs_blocked"u8))
            {
                blocked = line.UInt64();
            }
            else if (!softirqs.IsEmpty && key.SequenceEqual("softirq"u8))
            {
                line.SkipFields(1); // the total
                for (var i = 0; i < softirqs.Length && line.TryField(out var count); i++)
                {
                    softirqs[i] = line.ParseUInt64(count) ?? double.NaN;
                }
            }
        }

        return known
            ? new KernelStat(interrupts, switches, boot, forks, running, blocked)
            : throw new ProcFormatException(source, 0, text, "lines such as \"ctxt 38014093\"");
    }
}
