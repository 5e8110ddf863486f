using Exporters.Configuration;

namespace Exporters.Logs.Otlp;

/// <summary>Waits between attempts: the keys of <c>logs.otlp.retry</c>.</summary>
internal sealed record RetryConfig
{
    /// <summary>The longest first wait, doubled each time; default 1 s.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait; default 30 s.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Failures in a row that open the breaker; default 5, 1 to 1000.</summary>
    public int BreakerFailures { get; init; } = 5;

    /// <summary>How often one attempt is let through while the breaker is open, and while the receiver denies access; default 60 s.</summary>
    public TimeSpan BreakerTrial { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads <c>retry</c>; null gives the defaults.</summary>
    public static RetryConfig Read(ConfigNode? node)
    {
        var config = new RetryConfig();
        if (node is null)
        {
            return config;
        }

        var shortest = TimeSpan.FromMilliseconds(1);
        var longest = TimeSpan.FromHours(1);
        var map = node.Map();
        config = new RetryConfig
        {
            First = map.Get("first_wait")?.Duration(shortest, longest) ?? config.First,
            Longest = map.Get("longest_wait")?.Duration(shortest, longest) ?? config.Longest,
            BreakerFailures = (int)(map.Get("breaker_failures")?.Integer(1, 1000) ?? config.BreakerFailures),
            BreakerTrial = map.Get("breaker_trial")?.Duration(shortest, longest) ?? config.BreakerTrial,
        };
        if (config.Longest < config.First)
        {
            node.Problem($"longest_wait must not be shorter than first_wait, {Durations.Format(config.First)}");
        }

        map.RejectUnknown();
        return config;
    }
}
