using Exporters.Logs.Records;

namespace Exporters.Logs.Steps;

/// <summary>A bucket of tokens, one taken by each record, refilled with time.</summary>
internal sealed class RateLimitStep(RateLimitConfig config, TimeProvider time) : IStep
{
    private double _tokens = config.Burst;
    private long _last = time.GetTimestamp();

    /// <inheritdoc/>
    public string? Apply(LogEntry entry, ulong identity)
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(config.Burst, _tokens + time.GetElapsedTime(_last, now).TotalSeconds * config.PerSecond);
        _last = now;
        if (_tokens < 1)
        {
            return "rate_limited";
        }

        _tokens--;
        return null;
    }
}
