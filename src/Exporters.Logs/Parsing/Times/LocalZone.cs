namespace Exporters.Logs.Parsing.Times;

/// <summary>
/// The zone of times that name none. Asking <see cref="TimeZoneInfo"/> is slow, so the offset found for an hour is kept: offsets
/// only change on the quarter hour, and lines come in order.
/// </summary>
internal sealed class LocalZone(TimeZoneInfo zone)
{
    private readonly bool _isUtc = zone.HasSameRules(TimeZoneInfo.Utc) && zone.BaseUtcOffset == TimeSpan.Zero;
    // A line that is written while it is read may be ahead of the reading by the difference of two clocks.
    private const long ClockDifference = TimeSpan.TicksPerMinute;

    private long _quarter = -1;
    private long _offset;

    // How much later the second of two occurrences is; 0 for times that occur once.
    private long _repeats;

    /// <summary>
    /// UTC ticks of a local time. A time that occurs twice, at the end of daylight saving, counts as its second occurrence unless
    /// that lies after the reading: then it was the first.
    /// </summary>
    /// <param name="localTicks">The wall clock.</param>
    /// <param name="readTicks">When the line was read, UTC.</param>
    public long ToUtc(long localTicks, long readTicks)
    {
        if (_isUtc)
        {
            return localTicks;
        }

        var quarter = localTicks / (15 * TimeSpan.TicksPerMinute);
        if (quarter != _quarter)
        {
            var local = new DateTime(localTicks, DateTimeKind.Unspecified);
            (_offset, _repeats) = (zone.GetUtcOffset(local).Ticks, 0);
            if (zone.IsAmbiguousTime(local))
            {
                var offsets = zone.GetAmbiguousTimeOffsets(local);
                _offset = offsets.Min().Ticks;
                _repeats = offsets.Max().Ticks - _offset;
            }

            _quarter = quarter;
        }

        var utc = localTicks - _offset;
        return _repeats > 0 && utc > readTicks + ClockDifference ? utc - _repeats : utc;
    }
}
