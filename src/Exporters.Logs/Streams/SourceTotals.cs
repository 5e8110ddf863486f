namespace Exporters.Logs.Streams;

/// <summary>What became of a source's lines in all runs.</summary>
internal sealed class SourceTotals
{
    public long Delivered { get; set; }

    public Dictionary<string, long> Rejected { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Dropped { get; } = new(StringComparer.Ordinal);
}
