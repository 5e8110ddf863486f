using Exporters.Configuration.Patterns;
using Exporters.Logs.Records;
using Exporters.Metrics;

namespace Exporters.Logs.Steps;

/// <summary>Counts and measures records on their way.</summary>
internal sealed class DeriveStep : IStep
{
    private readonly (DerivedMetricConfig Config, DerivedMetric Metric, string[] Labels)[] _metrics;

    public DeriveStep(IReadOnlyList<DerivedMetricConfig> configs, string source, DerivedMetrics metrics)
    {
        _metrics = [.. configs.Select(config =>
        {
            var labels = new string[config.Labels.Count + 1];
            labels[0] = source;
            return (config, metrics.Get(config), labels);
        })];
    }

    /// <inheritdoc/>
    public string? Apply(LogEntry entry, ulong identity)
    {
        foreach (var (config, metric, labels) in _metrics)
        {
            if (!Matches(config.When, entry))
            {
                continue;
            }

            double? value = config.Value is { } field ? Fields.Number(entry, field) : 1;
            if (value is not { } known || (config.Type == MetricType.Counter && known < 0))
            {
                continue;
            }

            for (var i = 0; i < config.Labels.Count; i++)
            {
                labels[i + 1] = Fields.Text(entry, config.Labels[i].Value) ?? "";
            }

            metric.Add(labels, known);
        }

        return null;
    }

    private static bool Matches(IReadOnlyList<KeyValuePair<string, Pattern>> conditions, LogEntry entry)
    {
        foreach (var (field, pattern) in conditions)
        {
            var text = field == "body" ? entry.Body : Fields.Text(entry, field);
            if (text is null || !pattern.IsMatch(text))
            {
                return false;
            }
        }

        return true;
    }
}
