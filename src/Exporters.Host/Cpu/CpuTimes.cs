using Exporters.Linux;

namespace Exporters.Host.Cpu;

/// <summary>
/// The lines of CPUs in <c>/proc/stat</c>, proc_stat(5): ticks of 1/100 s by mode. The line <c>cpu</c>, their sum, is passed over.
/// <code>cpu0 44490 19 21045 1087069 220 1 3410 0 2 1</code>
/// </summary>
internal static class CpuTimes
{
    /// <summary>USER_HZ: 100 on every architecture that .NET runs on, whatever the kernel's own clock.</summary>
    public const double TicksPerSecond = 100;

    /// <summary>user nice system idle iowait irq softirq steal guest guest_nice.</summary>
    public const int Modes = 10;

    /// <summary>The place of idle among the modes.</summary>
    public const int Idle = 3;

    private const int LeastModes = 4; // the others came with Linux 2.5.41 to 2.6.33

    /// <summary>
    /// Reads on to the next CPU. False after the last of them: they all stand at the head of the file. A line that is short, or has a
    /// field that is no number, is left out and reported.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="cpu">Its number.</param>
    /// <param name="ticks">Its ticks, <see cref="Modes"/> of them; 0 for modes that this kernel does not know.</param>
    public static bool TryNext(ref Utf8Cursor file, out uint cpu, scoped Span<ulong> ticks)
    {
        cpu = 0;
        while (file.NextLine(out var line))
        {
            if (!line.TrySkip("cpu"u8))
            {
                return false;
            }

            if (line.TrySkip(" "u8))
            {
                continue;
            }

            if (line.UInt64() is { } number && TryRead(line, ticks))
            {
                cpu = (uint)number;
                return true;
            }
        }

        return false;
    }

    private static bool TryRead(Utf8Cursor line, scoped Span<ulong> ticks)
    {
        ticks.Clear();
        for (var i = 0; i < Modes; i++)
        {
            if (!line.TryField(out var field))
            {
                if (i < LeastModes)
                {
                    line.Report(default, "at least four numbers after the CPU's name");
                }

                return i >= LeastModes;
            }

            if (line.ParseUInt64(field) is not { } value)
            {
                return false;
            }

            ticks[i] = value;
        }

        return true;
    }
}
