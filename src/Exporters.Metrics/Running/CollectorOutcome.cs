namespace Exporters.Metrics.Running;

/// <summary>How a collector's last run ended; told when it differs from the run before.</summary>
/// <param name="Collector">Its name.</param>
/// <param name="Reason">Why it published nothing; null when it succeeded.</param>
/// <param name="Message">What is missing and how to mend it; empty when it succeeded.</param>
/// <param name="Fault">The exception, when it is a fault of this program.</param>
public sealed record CollectorOutcome(string Collector, UnavailableReason? Reason, string Message, Exception? Fault)
{
    /// <summary>Whether it published its families.</summary>
    public bool Success => Reason is null;

    internal bool SameAs(CollectorOutcome? other) => other is not null && other.Reason == Reason && other.Message == Message;
}
