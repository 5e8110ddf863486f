using Exporters.Logs.Records;

namespace Exporters.Logs.Steps;

/// <summary>The steps of one source, one after the other until one drops the record.</summary>
internal sealed class EntrySteps : IEntrySteps
{
    private readonly IStep[] _steps;

    private EntrySteps(IStep[] steps) => _steps = steps;

    /// <summary>The steps of a source; null when it has none.</summary>
    /// <exception cref="ArgumentException">Two sources derive a metric of one name with another type or other labels.</exception>
    public static IEntrySteps? Create(StepsConfig config, string source, TimeProvider time, DerivedMetrics metrics) =>
        config.Steps.Count == 0 ? null : new EntrySteps([.. config.Steps.Select(step => Create(step, source, time, metrics))]);

    /// <inheritdoc/>
    public string? Apply(LogEntry entry, ulong identity)
    {
        foreach (var step in _steps)
        {
            if (step.Apply(entry, identity) is { } reason)
            {
                return reason;
            }
        }

        return null;
    }

    private static IStep Create(object step, string source, TimeProvider time, DerivedMetrics metrics) => step switch
    {
        DropConfig drop => new DropStep(drop),
        SampleConfig sample => new SampleStep(sample),
        RedactConfig redact => new RedactStep(redact),
        RateLimitConfig limit => new RateLimitStep(limit, time),
        IReadOnlyList<DerivedMetricConfig> derived => new DeriveStep(derived, source, metrics),
        _ => throw new ArgumentException($"BUG: no step for {step.GetType().Name}", nameof(step)),
    };
}
