using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Time;

/// <summary>How well the clock is kept in step, from adjtimex(2).</summary>
internal sealed class TimexCollector : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family SyncStatus = All.Gauge("node_timex_sync_status", "1 if the clock is kept in step by a reference, 0 if not.");
    private static readonly Family Offset = All.Gauge("node_timex_offset_seconds", "Time between this clock and the reference, in seconds.");
    private static readonly Family Frequency = All.Gauge("node_timex_frequency_adjustment_ratio", "How much faster than its oscillator the clock is made to run; 1 is not at all.");
    private static readonly Family MaxError = All.Gauge("node_timex_maxerror_seconds", "Largest error of the clock, in seconds; grows while it is not kept in step.");
    private static readonly Family EstimatedError = All.Gauge("node_timex_estimated_error_seconds", "Estimated error of the clock, in seconds.");
    private static readonly Family Status = All.Gauge("node_timex_status", "Bit mask of the clock's status, STA_* of adjtimex(2).");
    private static readonly Family LoopConstant = All.Gauge("node_timex_loop_time_constant", "Time constant of the phase-locked loop.");
    private static readonly Family Tick = All.Gauge("node_timex_tick_seconds", "Time between two ticks of the clock, in seconds.");
    private static readonly Family PpsFrequency = All.Gauge("node_timex_pps_frequency_hertz", "Frequency of the pulse per second, in hertz.");
    private static readonly Family PpsJitter = All.Gauge("node_timex_pps_jitter_seconds", "Jitter of the pulse per second, in seconds.");
    private static readonly Family PpsShift = All.Gauge("node_timex_pps_shift_seconds", "Interval of the pulse per second's calibration, as the kernel gives it.");
    private static readonly Family PpsStability = All.Gauge("node_timex_pps_stability_hertz", "Stability of the pulse per second, in hertz.");
    private static readonly Family PpsJitterTotal = All.Counter("node_timex_pps_jitter_total", "Times that the pulse per second's jitter was too large.");
    private static readonly Family PpsCalibrations = All.Counter("node_timex_pps_calibration_total", "Calibrations by the pulse per second.");
    private static readonly Family PpsErrors = All.Counter("node_timex_pps_error_total", "Calibrations by the pulse per second that failed.");
    private static readonly Family PpsUnstable = All.Counter("node_timex_pps_stability_exceeded_total", "Times that the pulse per second was not stable enough.");
    private static readonly Family TaiOffset = All.Gauge("node_timex_tai_offset_seconds", "Time that International Atomic Time is ahead of UTC, in seconds.");

    public string Name => "timex";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        var errno = KernelClock.TryRead(out var clock);
        if (errno is Errno.NotPermitted or Errno.AccessDenied)
        {
            throw new CollectorUnavailableException(
                UnavailableReason.Permission, "adjtimex(2): not permitted; a container needs --cap-add SYS_TIME or a seccomp profile that allows it");
        }

        if (errno != Errno.None)
        {
            throw HostFile.Unavailable("adjtimex(2)", errno);
        }

        Write(writer, clock);
    }

    internal static void Write(FamilyWriter writer, in KernelClock clock)
    {
        writer.Write(SyncStatus, clock.Synchronised ? 1 : 0);
        writer.Write(Offset, clock.OffsetSeconds);
        writer.Write(Frequency, clock.FrequencyRatio);
        writer.Write(MaxError, clock.MaxErrorSeconds);
        writer.Write(EstimatedError, clock.EstimatedErrorSeconds);
        writer.Write(Status, clock.Status);
        writer.Write(LoopConstant, clock.LoopConstant);
        writer.Write(Tick, clock.TickSeconds);
        writer.Write(PpsFrequency, clock.PpsFrequencyHertz);
        writer.Write(PpsJitter, clock.PpsJitterSeconds);
        writer.Write(PpsShift, clock.PpsShift);
        writer.Write(PpsStability, clock.PpsStabilityHertz);
        writer.Write(PpsJitterTotal, clock.PpsJitterCount);
        writer.Write(PpsCalibrations, clock.PpsCalibrationCount);
        writer.Write(PpsErrors, clock.PpsErrorCount);
        writer.Write(PpsUnstable, clock.PpsStabilityCount);
        writer.Write(TaiOffset, clock.TaiOffsetSeconds);
    }
}
