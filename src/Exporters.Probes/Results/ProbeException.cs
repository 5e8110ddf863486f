namespace Exporters.Probes.Results;

/// <summary>A probe came to its end without success, for a reason that has been understood.</summary>
internal sealed class ProbeException : Exception
{
    public ProbeException(FailureReason reason, string message)
        : base(message) => Reason = reason;

    public ProbeException(FailureReason reason, string message, Exception inner)
        : base(message, inner) => Reason = reason;

    /// <summary>The bounded reason.</summary>
    public FailureReason Reason { get; }
}
