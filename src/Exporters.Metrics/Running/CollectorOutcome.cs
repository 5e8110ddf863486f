namespace Exporters.Metrics.Running;

/// <summary>How a collector's last run ended; told when it differs from the run before.</summary>
/// <param name="Collector">Its name.</param>
/// <param name="Reason">Why it published nothing, or not everything; null when nothing is missing.</param>
/// <param name="Message">What is missing and how to mend it; empty when nothing is.</param>
/// <param name="Fault">The exception, when it is a fault of this program.</param>
public sealed record CollectorOutcome(string Collector, UnavailableReason? Reason, string Message, Exception? Fault)
{
    private const int MaxShown = 3;

    /// <summary>Whether it published its families. With a <see cref="Reason"/>: those parts that it could read.</summary>
    public bool Success { get; private init; } = Reason is null;

    /// <summary>The files that are not what they should be, when that is the reason: their text may change from run to run.</summary>
    private IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>It left parts out; <paramref name="success"/> tells whether it published anything.</summary>
    internal static CollectorOutcome Incomplete(string collector, UnreadableParts parts, bool success)
    {
        var shown = parts.Problems.Take(MaxShown).Select(problem => problem.Message);
        var more = parts.Count - Math.Min(parts.Problems.Count, MaxShown);
        return new(collector, UnavailableReason.Format, string.Join("; ", shown) + (more > 0 ? $"; and {more} more" : ""), null)
        {
            Success = success,
            Sources = [.. parts.Problems.Select(problem => problem.Source ?? problem.Message)],
        };
    }

    internal bool SameAs(CollectorOutcome? other) =>
        other is not null && other.Reason == Reason && other.Success == Success
        && (Sources.Count > 0 ? Sources.All(other.Sources.Contains) : other.Message == Message);
}
