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
    /// <summary>Reads the file; counts of the soft interrupt vectors go to <paramref name="softirqs"/> as far as it reaches.</summary>
    /// <exception cref="ProcFormatException">A known line has no number, or no line is known.</exception>
    public static KernelStat Parse(ReadOnlySpan<byte> text, string source, Span<ulong> softirqs)
    {
        ulong? interrupts = null, switches = null, boot = null, forks = null, running = null, blocked = null;
        var known = false;
        for (var file = new Utf8Cursor(text, source); file.NextLine(out var line);)
        {
            var key = line.Field();
            if (key.StartsWith("cpu"u8))
            {
                known = true;
            }
            else if (key.SequenceEqual("intr"u8))
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
                line.UInt64(); // the total
                for (var i = 0; i < softirqs.Length && line.TryField(out var count); i++)
                {
                    softirqs[i] = line.ParseUInt64(count);
                }
            }
        }

        return known || interrupts is not null || switches is not null || boot is not null
            ? new KernelStat(interrupts, switches, boot, forks, running, blocked)
            : throw new ProcFormatException(source, 0, text, "lines such as \"ctxt 38014093\"");
    }
}
