using System.Runtime.InteropServices;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>
/// What the kernel knows of its clock's synchronisation, adjtimex(2), in seconds, hertz and ratios. PPS is a pulse per second
/// from a precise clock; all of its values are 0 without one.
/// </summary>
public readonly record struct KernelClock
{
    private const int TimeError = 5; // TIME_ERROR
    private const int NanosecondResolution = 0x2000; // STA_NANO
    private const double Micro = 1e6;
    private const double Nano = 1e9;
    private const double ScaledPpm = 1_000_000.0 * 65_536.0; // parts per million with a 16-bit fraction

    /// <summary>Whether somebody keeps the clock in step.</summary>
    public bool Synchronised { get; private init; }

    /// <summary>Seconds between this clock and the reference.</summary>
    public double OffsetSeconds { get; private init; }

    /// <summary>How much faster than its oscillator the clock is made to run; 1 is not at all.</summary>
    public double FrequencyRatio { get; private init; }

    /// <summary>Largest error in seconds; it grows while nobody keeps the clock in step.</summary>
    public double MaxErrorSeconds { get; private init; }

    /// <summary>Estimated error in seconds.</summary>
    public double EstimatedErrorSeconds { get; private init; }

    /// <summary>The bits STA_*.</summary>
    public int Status { get; private init; }

    /// <summary>Time constant of the phase-locked loop.</summary>
    public long LoopConstant { get; private init; }

    /// <summary>Seconds between two ticks.</summary>
    public double TickSeconds { get; private init; }

    /// <summary>Frequency of the PPS in hertz.</summary>
    public double PpsFrequencyHertz { get; private init; }

    /// <summary>Jitter of the PPS in seconds.</summary>
    public double PpsJitterSeconds { get; private init; }

    /// <summary>Duration of the PPS calibration, as the kernel gives it: a power of two of seconds.</summary>
    public int PpsShift { get; private init; }

    /// <summary>Stability of the PPS in hertz.</summary>
    public double PpsStabilityHertz { get; private init; }

    /// <summary>Times that the PPS' jitter was too large.</summary>
    public long PpsJitterCount { get; private init; }

    /// <summary>Calibrations of the PPS.</summary>
    public long PpsCalibrationCount { get; private init; }

    /// <summary>Calibrations of the PPS that failed.</summary>
    public long PpsErrorCount { get; private init; }

    /// <summary>Times that the PPS was not stable enough.</summary>
    public long PpsStabilityCount { get; private init; }

    /// <summary>Seconds that International Atomic Time is ahead of UTC; 0 when nobody has told the kernel.</summary>
    public int TaiOffsetSeconds { get; private init; }

    /// <summary>Reads the clock's state; it needs no privilege, but a container's filter may refuse it.</summary>
    public static Errno TryRead(out KernelClock clock)
    {
        var timex = default(Libc.Timex);
        var state = Libc.AdjustTime(ref timex);
        if (state < 0)
        {
            clock = default;
            return (Errno)Marshal.GetLastPInvokeError();
        }

        clock = From(timex, state);
        return Errno.None;
    }

    internal static KernelClock From(in Libc.Timex timex, int state)
    {
        var unit = (timex.Status & NanosecondResolution) != 0 ? Nano : Micro;
        return new KernelClock
        {
            Synchronised = state != TimeError,
            OffsetSeconds = timex.Offset / unit,
            FrequencyRatio = 1 + (timex.Frequency / ScaledPpm),
            MaxErrorSeconds = timex.MaxError / Micro,
            EstimatedErrorSeconds = timex.EstimatedError / Micro,
            Status = timex.Status,
            LoopConstant = timex.Constant,
            TickSeconds = timex.Tick / Micro,
            PpsFrequencyHertz = timex.PpsFrequency / ScaledPpm,
            PpsJitterSeconds = timex.Jitter / unit,
            PpsShift = timex.Shift,
            PpsStabilityHertz = timex.Stability / ScaledPpm,
            PpsJitterCount = timex.JitterCount,
            PpsCalibrationCount = timex.CalibrationCount,
            PpsErrorCount = timex.ErrorCount,
            PpsStabilityCount = timex.StabilityCount,
            TaiOffsetSeconds = timex.Tai,
        };
    }
}
