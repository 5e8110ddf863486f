using Exporters.Configuration;

namespace Exporters.Logs.Steps;

/// <summary>The key <c>steps</c> of a source: a list whose items have one key each, <c>drop</c>, <c>sample</c>, <c>redact</c>, <c>rate_limit</c> or <c>metrics</c>.</summary>
internal sealed record StepsConfig
{
    /// <summary>
    /// In the order written: <see cref="DropConfig"/>, <see cref="SampleConfig"/>, <see cref="RedactConfig"/>,
    /// <see cref="RateLimitConfig"/> or a list of <see cref="DerivedMetricConfig"/>.
    /// </summary>
    public IReadOnlyList<object> Steps { get; init; } = [];

    /// <summary>The metrics of all steps, in the order written.</summary>
    public IEnumerable<DerivedMetricConfig> Metrics => Steps.OfType<List<DerivedMetricConfig>>().SelectMany(metrics => metrics);

    /// <summary>Reads the list; null gives no steps.</summary>
    public static StepsConfig Read(ConfigNode? node, ConfigReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var steps = new List<object>();
        foreach (var item in node?.Items() ?? [])
        {
            if (item.IsScalar)
            {
                // "- redact" alone: with its defaults.
                if (item.OneOf("redact") is not null)
                {
                    steps.Add(RedactConfig.Read(null));
                }

                continue;
            }

            var map = item.Map();
            var known = 0;
            Add(map.Get("drop"), DropConfig.Read);
            Add(map.Get("sample"), SampleConfig.Read);
            Add(map.Get("redact"), RedactConfig.Read);
            Add(map.Get("rate_limit"), RateLimitConfig.Read);
            Add(map.Get("metrics"), static metrics => metrics.Items().Select(DerivedMetricConfig.Read).OfType<DerivedMetricConfig>().ToList());
            if (known > 1)
            {
                item.Problem("must be one step; write each as an item of the list, so that their order is told");
            }

            map.RejectUnknown();

            void Add<T>(ConfigNode? value, Func<ConfigNode, T?> read)
                where T : class
            {
                if (value is not null && read(value) is { } step)
                {
                    steps.Add(step);
                    known++;
                }
            }
        }

        return new StepsConfig { Steps = steps };
    }
}
