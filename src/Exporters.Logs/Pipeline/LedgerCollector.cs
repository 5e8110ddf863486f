using Exporters.Metrics;

namespace Exporters.Logs.Pipeline;

/// <summary>What became of every line of every log source: read = delivered + pending + rejected + dropped.</summary>
internal sealed class LedgerCollector(LogService service) : ICollector
{
    private static readonly Family Read = Family.Counter(
        "exporters_logs_read_lines_total", "Lines read, over all runs: the sum of delivered, pending, rejected and dropped ones.", "source");

    private static readonly Family Delivered = Family.Counter("exporters_logs_delivered_lines_total", "Lines that the receiver acknowledged.", "source");

    private static readonly Family Pending = Family.Gauge("exporters_logs_pending_lines", "Lines read and not settled yet.", "source");

    private static readonly Family Rejected = Family.Counter(
        "exporters_logs_rejected_lines_total", "Lines that the receiver refuses for good, by reason.", "source", "reason");

    private static readonly Family Dropped = Family.Counter(
        "exporters_logs_dropped_lines_total", "Lines not sent by configuration, or empty, by reason.", "source", "reason");

    private static readonly Family LagBytes = Family.Gauge("exporters_logs_lag_bytes", "Bytes that are there and not acknowledged.", "source");

    private static readonly Family LagSeconds = Family.Gauge(
        "exporters_logs_lag_seconds", "Age in seconds of the newest acknowledged record while others wait behind it; 0 when none do.", "source");

    private static readonly Family Stalled = Family.Gauge(
        "exporters_logs_stalled_seconds", "Seconds for which something has waited and no line was read or settled; 0 when nothing waits.", "source");

    private static readonly Family Cut = Family.Counter(
        "exporters_logs_cut_lines_total", "Lines longer than max_line_bytes, sent without what was too much; since the start.", "source");

    private static readonly Family Repaired = Family.Counter(
        "exporters_logs_repaired_lines_total", "Lines with bytes that are no UTF-8 text, sent with U+FFFD in their place; since the start.", "source");

    private static readonly Family Files = Family.Gauge("exporters_logs_files", "Files followed, those that lost their name included.");

    public string Name => "logs";

    public IReadOnlyList<Family> Families { get; } =
        [Read, Delivered, Pending, Rejected, Dropped, LagBytes, LagSeconds, Stalled, Cut, Repaired, Files, SelfFamilies.SourceUnreadable, SelfFamilies.DataAge];

    public void Collect(FamilyWriter writer)
    {
        if (service.Failure is { } failure)
        {
            throw new CollectorUnavailableException(failure.Reason, failure.Message);
        }

        if (service.Pipeline is not { } pipeline)
        {
            return;
        }

        writer.Write(SelfFamilies.DataAge, pipeline.SinceLook.TotalSeconds, Name);

        foreach (var source in pipeline.Sources)
        {
            var ledger = source.Setup.Ledger;
            var name = ledger.Source;
            var (read, delivered, pending, _, _) = ledger.Snapshot();
            writer.Write(Read, read, name);
            writer.Write(Delivered, delivered, name);
            writer.Write(Pending, pending, name);
            foreach (var (reason, lines) in ledger.Rejected)
            {
                writer.Write(Rejected, lines, name, reason);
            }

            foreach (var (reason, lines) in ledger.Dropped)
            {
                writer.Write(Dropped, lines, name, reason);
            }

            writer.Write(Cut, ledger.Cut, name);
            writer.Write(Repaired, ledger.Repaired, name);
        }

        foreach (var lag in pipeline.Meter.Lag)
        {
            writer.Write(Stalled, pipeline.Meter.Stalled(lag).TotalSeconds, lag.Ledger.Source);
            writer.Write(LagBytes, lag.Bytes, lag.Ledger.Source);
            writer.Write(LagSeconds, lag.Seconds, lag.Ledger.Source);
        }

        writer.Write(Files, pipeline.Meter.FileCount);
        foreach (var source in pipeline.Sources)
        {
            if (source.Reader?.Trouble is { } trouble)
            {
                writer.Write(SelfFamilies.SourceUnreadable, 1, trouble.Source, trouble.Reason);
            }
        }

        foreach (var (path, reason) in pipeline.Follower.Unreadable)
        {
            writer.Write(SelfFamilies.SourceUnreadable, 1, path, reason);
        }
    }
}
