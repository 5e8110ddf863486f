namespace Exporters.Logs.Parsing.Times;

/// <summary>
/// The zone of times that name none. Asking <see cref="TimeZoneInfo"/> is slow, so the offset found for an hour is kept: offsets
/// only change on the quarter hour, and lines come in order.
/// </summary>
internal sealed class LocalZone(TimeZoneInfo zone)
{
    private readonly bool _isUtc = zone.HasSameRules(TimeZoneInfo.Utc) && zone.BaseUtcOffset == TimeSpan.Zero;
    private long _quarter = -1;
    private long _offset;

    /// <summary>UTC ticks of a local time. A time that occurs twice counts as its second occurrence, standard time.</summary>
    public long ToUtc(long localTicks)
    {
        if (_isUtc)
        {
            return localTicks;
        }

        var quarter = localTicks / (15 * TimeSpan.TicksPerMinute);
        if (quarter != _quarter)
        {
            _offset = zone.GetUtcOffset(new DateTime(localTicks, DateTimeKind.Unspecified)).Ticks;
            _quarter = quarter;
        }

        return localTicks - _offset;
    }
}
