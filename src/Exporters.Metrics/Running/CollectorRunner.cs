using System.Collections.Concurrent;
using Exporters.Metrics.Exposition;

namespace Exporters.Metrics.Running;

/// <summary>
/// Runs the collectors of a scrape side by side, each into a buffer of its own, and waits for them until the deadline. A
/// collector that fails or does not come back costs its own families and nothing else; one that is still stuck from an earlier
/// scrape is not waited for again.
/// </summary>
public sealed class CollectorRunner
{
    private static readonly Family Duration = Family.Gauge(
        "node_scrape_collector_duration_seconds", "Seconds that a collector took in this scrape.", "collector");

    private static readonly Family Success = Family.Gauge(
        "node_scrape_collector_success", "1 if a collector published its families in this scrape, 0 if it failed or found nothing to read.", "collector");

    private static readonly Family Series = Family.Gauge("exporters_series", "Series that a collector published in this scrape.", "collector");

    /// <summary>How the runner's own families are called among the collectors'.</summary>
    private const string OwnName = "scrape";

    private readonly CollectorSlot[] _slots;
    private readonly ConcurrentBag<Scrape> _spare = [];
    private readonly FamilyOwners _owners = new();
    private readonly TimeProvider _time;
    private readonly Action<CollectorOutcome> _outcomeChanged;

    /// <summary>A runner over these collectors.</summary>
    /// <param name="collectors">Collectors, with distinct names.</param>
    /// <param name="time">The clock.</param>
    /// <param name="outcomeChanged">Told when a collector's outcome differs from the run before; the first run counts only when it failed.</param>
    public CollectorRunner(IEnumerable<ICollector> collectors, TimeProvider time, Action<CollectorOutcome> outcomeChanged)
    {
        _slots = [.. collectors.Select(collector => new CollectorSlot(collector)).OrderBy(slot => slot.Collector.Name, StringComparer.Ordinal)];
        _time = time;
        _outcomeChanged = outcomeChanged;
        Names = _slots.Where(slot => !slot.IsSelf).Select(slot => slot.Collector.Name).ToHashSet(StringComparer.Ordinal);
        if (_slots.Select(slot => slot.Collector.Name).Distinct(StringComparer.Ordinal).Count() != _slots.Length)
        {
            throw new ArgumentException("two collectors bear one name", nameof(collectors));
        }

        foreach (var family in OwnFamilies)
        {
            _owners.Claim(family, OwnName);
        }
    }

    /// <summary>Families that the runner itself writes.</summary>
    public static IReadOnlyList<Family> OwnFamilies { get; } = [Duration, Success, Series, SelfFamilies.SourceUnreadable];

    /// <summary>The names of the collectors, those about this process aside.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <summary>How each collector's last run ended, those about this process aside; in the order of their names.</summary>
    public IReadOnlyList<CollectorOutcome> Outcomes =>
        [.. _slots.Where(slot => !slot.IsSelf).Select(slot => slot.LastOutcome).OfType<CollectorOutcome>()];

    /// <summary>One scrape. Dispose it when the page is written.</summary>
    /// <param name="selection">Which collectors.</param>
    /// <param name="deadline">How long to wait for the slowest of them.</param>
    /// <param name="cancellationToken">The client went away.</param>
    public async Task<Scrape> ScrapeAsync(CollectorSelection selection, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var runs = new List<CollectorRun>(_slots.Length);
        foreach (var slot in _slots)
        {
            if (slot.IsSelf || selection.Includes(slot.Collector.Name))
            {
                runs.Add(new CollectorRun(slot));
            }
        }

        await new ScrapeWork(runs, selection, _time).RunAsync(deadline, cancellationToken);

        if (!_spare.TryTake(out var scrape))
        {
            scrape = new Scrape(Release);
        }

        foreach (var run in runs)
        {
            Settle(scrape, run, deadline);
        }

        scrape.Page.RefuseForeign(_owners);
        foreach (var (slot, writer) in scrape.Writers)
        {
            scrape.Self.Write(Series, writer.Samples - scrape.Page.Refused.GetValueOrDefault(slot.Collector.Name), slot.Label);
        }

        scrape.Page.Add(scrape.Self, OwnName);
        scrape.Page.Complete();
        foreach (var (slot, writer) in scrape.Writers)
        {
            if (slot.Collector is IForeignCollector foreign && scrape.Page.Refused.ContainsKey(slot.Collector.Name))
            {
                foreign.OnFamiliesRefused(writer);
            }
        }

        return scrape;
    }

    private void Settle(Scrape scrape, CollectorRun run, TimeSpan deadline)
    {
        var slot = run.Slot;
        var outcome = run.Outcome;
        var duration = run.Duration;
        if (run.TryGiveUp())
        {
            slot.LeaveBehind(run);
            duration = deadline;
            outcome = new CollectorOutcome(slot.Collector.Name, UnavailableReason.Timeout, "did not come back before the scrape's deadline", null);
        }
        else if (run.Writer is { } writer)
        {
            scrape.Writers.Add((slot, writer));
            scrape.Page.Add(writer, slot.Collector.Name);
        }

        if (!slot.IsSelf)
        {
            scrape.Self.Write(Duration, duration.TotalSeconds, slot.Label);
            scrape.Self.Write(Success, outcome!.Success ? 1 : 0, slot.Label);
        }

        if (outcome!.Reason is { } reason and not UnavailableReason.Absent)
        {
            scrape.Self.Write(SelfFamilies.SourceUnreadable, 1, slot.Collector.Name, ReasonName(reason));
            Claim(slot, outcome);
        }

        if (!outcome.SameAs(slot.LastOutcome))
        {
            var first = slot.LastOutcome is null;
            slot.LastOutcome = outcome;
            if (!(first && outcome.Reason is null))
            {
                _outcomeChanged(outcome);
            }
        }
    }

    /// <summary>What a failing collector would publish stays its own, whoever else publishes it meanwhile.</summary>
    private void Claim(CollectorSlot slot, CollectorOutcome outcome)
    {
        if (outcome.Success)
        {
            return;
        }

        foreach (var family in slot.Collector.Families)
        {
            _owners.Claim(family, slot.Collector.Name);
        }
    }

    /// <summary>The label value for a reason.</summary>
    public static string ReasonName(UnavailableReason reason) => reason switch
    {
        UnavailableReason.Absent => "absent",
        UnavailableReason.Permission => "permission",
        UnavailableReason.Configuration => "configuration",
        UnavailableReason.Timeout => "timeout",
        UnavailableReason.Unreachable => "unreachable",
        UnavailableReason.Format => "format",
        UnavailableReason.Io => "io",
        _ => "bug",
    };

    private void Release(Scrape scrape)
    {
        foreach (var (slot, writer) in scrape.Writers)
        {
            slot.ReturnWriter(writer);
        }

        scrape.Writers.Clear();
        scrape.Self.Clear();
        scrape.Page.Clear();
        _spare.Add(scrape);
    }
}
