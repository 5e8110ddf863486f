namespace Exporters.Web;

/// <summary>A bucket that gets a token each interval, and holds so many: each request takes one.</summary>
internal sealed class RateLimit(RateLimitConfig config, TimeProvider time)
{
    private readonly Lock _lock = new();
    private double _tokens = config.Burst;
    private long _filled = time.GetTimestamp();

    /// <summary>Whether a request may go on.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(config.Burst, _tokens + (time.GetElapsedTime(_filled, now) / config.Interval));
            _filled = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
