namespace Exporters.Metrics;

/// <summary>A collector found nothing to report, or was not allowed to look.</summary>
public sealed class CollectorUnavailableException : Exception
{
    /// <summary>Says why nothing is published.</summary>
    /// <param name="reason">One of <see cref="UnavailableReason"/>: bounded, because it becomes a label value.</param>
    /// <param name="message">What is missing, where, and the command that would mend it.</param>
    public CollectorUnavailableException(UnavailableReason reason, string message)
        : base(message) => Reason = reason;

    /// <summary>Says why nothing is published, and from what it follows.</summary>
    public CollectorUnavailableException(UnavailableReason reason, string message, Exception inner)
        : base(message, inner) => Reason = reason;

    /// <summary>The bounded reason.</summary>
    public UnavailableReason Reason { get; }
}
