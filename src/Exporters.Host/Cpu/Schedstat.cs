using Exporters.Linux;

namespace Exporters.Host.Cpu;

/// <summary>
/// A CPU's line of <c>/proc/schedstat</c> (kernel Documentation/scheduler/sched-stats.rst, versions 14 to 17): nine numbers, of
/// which the last three count what tasks did, in nanoseconds.
/// <code>cpu0 498494191 0 3533438552 2553969831 3853684107 2465731542 2045936778163039 343796328169361 4767485306</code>
/// </summary>
/// <param name="Cpu">The CPU.</param>
/// <param name="RunningSeconds">Time that tasks ran on it, in seconds.</param>
/// <param name="WaitingSeconds">Time that tasks waited for it, in seconds.</param>
/// <param name="Timeslices">Time slices run on it.</param>
internal readonly record struct Schedstat(uint Cpu, double? RunningSeconds, double? WaitingSeconds, double? Timeslices)
{
    private const int FieldsBefore = 6;
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>
    /// Reads on to the next CPU; lines of domains are passed over. A field that is missing or no number is null, and reported; a line
    /// without the CPU's number is left out.
    /// </summary>
    public static bool TryNext(ref Utf8Cursor file, out Schedstat cpu)
    {
        while (file.NextLine(out var line))
        {
            if (line.TrySkip("cpu"u8) && line.UInt64() is { } number)
            {
                line.SkipFields(FieldsBefore);
                cpu = new Schedstat((uint)number, line.UInt64() / NanosecondsPerSecond, line.UInt64() / NanosecondsPerSecond, line.UInt64());
                return true;
            }
        }

        cpu = default;
        return false;
    }
}
