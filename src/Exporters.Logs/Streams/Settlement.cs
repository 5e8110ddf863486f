using System.Runtime.InteropServices;

namespace Exporters.Logs.Streams;

/// <summary>What became of one source's lines in one batch.</summary>
internal sealed class Settlement(SourceLedger ledger)
{
    private readonly List<(string Reason, long Lines)> _rejected = [];
    private readonly List<(string Reason, long Lines)> _dropped = [];

    public SourceLedger Ledger { get; } = ledger;

    public long Delivered { get; set; }

    public ReadOnlySpan<(string Reason, long Lines)> RejectedLines => CollectionsMarshal.AsSpan(_rejected);

    public ReadOnlySpan<(string Reason, long Lines)> DroppedLines => CollectionsMarshal.AsSpan(_dropped);

    public void Reject(string reason, long lines) => Add(_rejected, reason, lines);

    public void Drop(string reason, long lines) => Add(_dropped, reason, lines);

    private static void Add(List<(string Reason, long Lines)> reasons, string reason, long lines)
    {
        for (var i = 0; i < reasons.Count; i++)
        {
            if (reasons[i].Reason == reason)
            {
                reasons[i] = (reason, reasons[i].Lines + lines);
                return;
            }
        }

        reasons.Add((reason, lines));
    }
}
