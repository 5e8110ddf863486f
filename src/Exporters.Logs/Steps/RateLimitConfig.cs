using Exporters.Configuration;

namespace Exporters.Logs.Steps;

/// <summary>How many records of the source go on each second.</summary>
internal sealed record RateLimitConfig
{
    /// <summary>Records per second in the long run, from 0.001.</summary>
    public double PerSecond { get; init; }

    /// <summary>Records that may come at once; default one second's.</summary>
    public double Burst { get; init; }

    /// <summary>Reads <c>rate_limit</c>.</summary>
    public static RateLimitConfig? Read(ConfigNode node)
    {
        var map = node.Map();
        var rate = map.Get("per_second")?.Number(0.001, 1e9);
        var burst = map.Get("burst")?.Number(1, 1e9);
        map.RejectUnknown();
        if (rate is null)
        {
            node.Problem("needs per_second, the records that may go on each second");
            return null;
        }

        return new RateLimitConfig { PerSecond = rate.Value, Burst = burst ?? Math.Max(1, rate.Value) };
    }
}
