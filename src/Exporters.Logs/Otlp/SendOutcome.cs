namespace Exporters.Logs.Otlp;

/// <summary>What became of a batch: delivered = batch − rejected.</summary>
/// <param name="Rejected">Index in the batch and bounded reason of each entry that the receiver refused for good; empty as a rule.</param>
internal sealed record SendOutcome(IReadOnlyList<(int Index, string Reason)> Rejected)
{
    /// <summary>Everything was acknowledged.</summary>
    public static readonly SendOutcome AllDelivered = new([]);
}
