using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Cpu;

/// <summary>The clocks of all CPUs that are online.</summary>
internal sealed class CpuClocks
{
    private readonly List<CpuClock> _clocks = [];
    private long _scrape;

    /// <summary>Takes over a reading of <c>/proc/stat</c>; CPUs that are no longer in it, or not to be read, are forgotten.</summary>
    /// <exception cref="ProcFormatException">It has no CPUs.</exception>
    public void Advance(ReadOnlySpan<byte> text, string source, Action<ProcFormatException> unreadable)
    {
        _scrape++;
        var file = new Utf8Cursor(text, source, unreadable);
        Span<ulong> ticks = stackalloc ulong[CpuTimes.Modes];
        var place = 0;
        for (; CpuTimes.TryNext(ref file, out var cpu, ticks); place++)
        {
            var clock = Find(cpu, place);
            clock.Advance(ticks);
            clock.Seen = _scrape;
        }

        if (place == 0)
        {
            throw new ProcFormatException(source, 0, text, "lines such as \"cpu0 44490 19 21045 1087069\"");
        }

        if (place != _clocks.Count)
        {
            _clocks.RemoveAll(clock => clock.Seen != _scrape);
        }
    }

    public void Write(FamilyWriter writer, Family seconds, Family? guestSeconds)
    {
        foreach (var clock in _clocks)
        {
            clock.Write(writer, seconds);
        }

        if (guestSeconds is not null)
        {
            foreach (var clock in _clocks)
            {
                clock.WriteGuest(writer, guestSeconds);
            }
        }
    }

    private CpuClock Find(uint cpu, int place)
    {
        if (place < _clocks.Count && _clocks[place].Cpu == cpu)
        {
            return _clocks[place];
        }

        foreach (var known in _clocks)
        {
            if (known.Cpu == cpu)
            {
                return known;
            }
        }

        var clock = new CpuClock(cpu);
        _clocks.Insert(Math.Min(place, _clocks.Count), clock);
        return clock;
    }
}
