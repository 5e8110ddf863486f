using System.Globalization;
using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>
/// The times of one CPU as they are shown. The kernel's own can step back a little (idle and iowait are estimates); shown ones
/// never do. Only when idle falls by seconds has the CPU been away and come back: then all its times start anew.
/// </summary>
internal sealed class CpuClock
{
    private const ulong HotplugTicks = 300;
    private static readonly string[] ModeNames = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"];
    private static readonly string[] GuestModeNames = ["user", "nice"];

    private readonly ulong[] _ticks = new ulong[CpuTimes.Modes];
    private readonly LabelSet[] _modes;
    private readonly LabelSet[] _guestModes;

    public CpuClock(uint cpu)
    {
        Cpu = cpu;
        _modes = Labels(cpu, ModeNames);
        _guestModes = Labels(cpu, GuestModeNames);
    }

    /// <summary>The CPU's number.</summary>
    public uint Cpu { get; }

    /// <summary>The scrape that last saw this CPU.</summary>
    public long Seen { get; set; }

    /// <summary>Takes over a reading.</summary>
    public void Advance(ReadOnlySpan<ulong> ticks)
    {
        if (_ticks[CpuTimes.Idle] > ticks[CpuTimes.Idle] && _ticks[CpuTimes.Idle] - ticks[CpuTimes.Idle] >= HotplugTicks)
        {
            ticks.CopyTo(_ticks);
            return;
        }

        for (var i = 0; i < _ticks.Length; i++)
        {
            _ticks[i] = Math.Max(_ticks[i], ticks[i]);
        }
    }

    /// <summary>Writes the times by mode.</summary>
    public void Write(FamilyWriter writer, Family seconds)
    {
        for (var i = 0; i < _modes.Length; i++)
        {
            writer.Write(seconds, _ticks[i] / CpuTimes.TicksPerSecond, _modes[i]);
        }
    }

    /// <summary>Writes the times in guests; user and nice contain them already.</summary>
    public void WriteGuest(FamilyWriter writer, Family seconds)
    {
        for (var i = 0; i < _guestModes.Length; i++)
        {
            writer.Write(seconds, _ticks[_modes.Length + i] / CpuTimes.TicksPerSecond, _guestModes[i]);
        }
    }

    private static LabelSet[] Labels(uint cpu, string[] modes)
    {
        var number = cpu.ToString(CultureInfo.InvariantCulture);
        return Array.ConvertAll(modes, mode => new LabelSet(["cpu", "mode"], [number, mode]));
    }
}
