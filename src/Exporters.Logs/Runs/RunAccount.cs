using System.Globalization;
using System.Text;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Runs;

/// <summary>What became of one source's lines in this run alone; its ledger counts over all runs.</summary>
internal sealed class RunAccount(SourceLedger ledger)
{
    // Drops that nobody asked for.
    private static readonly string[] Losses = ["spool_full", "spool_broken"];

    private readonly (long Read, long Delivered, long Pending, long Rejected, long Dropped) _before = ledger.Snapshot();
    private readonly Dictionary<string, long> _rejectedBefore = new(ledger.Rejected, StringComparer.Ordinal);
    private readonly Dictionary<string, long> _droppedBefore = new(ledger.Dropped, StringComparer.Ordinal);

    public string Source => ledger.Source;

    /// <summary>Lines that wait in a spool and were not counted as read yet.</summary>
    public long Unread { get; set; }

    /// <summary>Lines that the receiver did not acknowledge and nobody asked to drop.</summary>
    public long Unacknowledged => Pending + Since(ledger.Rejected, _rejectedBefore).Sum(r => r.Lines) + Since(ledger.Dropped, _droppedBefore).Sum(r => Losses.Contains(r.Reason) ? r.Lines : 0);

    private long Pending => ledger.Pending + Unread;

    /// <summary><c>api: 10 lines read, 8 delivered, 1 pending, 1 rejected (too_old 1), 0 dropped</c></summary>
    public override string ToString()
    {
        var now = ledger.Snapshot();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Source}: {now.Read - _before.Read + Unread} lines read, {now.Delivered - _before.Delivered} delivered, {Pending} pending, {now.Rejected - _before.Rejected} rejected{Reasons(Since(ledger.Rejected, _rejectedBefore))}, {now.Dropped - _before.Dropped} dropped{Reasons(Since(ledger.Dropped, _droppedBefore))}");
    }

    private static IEnumerable<(string Reason, long Lines)> Since(IReadOnlyDictionary<string, long> now, Dictionary<string, long> before) =>
        now.Select(r => (r.Key, r.Value - before.GetValueOrDefault(r.Key))).Where(r => r.Item2 > 0);

    private static string Reasons(IEnumerable<(string Reason, long Lines)> reasons)
    {
        var text = new StringBuilder();
        foreach (var (reason, lines) in reasons)
        {
            text.Append(text.Length == 0 ? " (" : ", ").Append(CultureInfo.InvariantCulture, $"{reason} {lines}");
        }

        return text.Length == 0 ? "" : text.Append(')').ToString();
    }
}
