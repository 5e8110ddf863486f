using System.Buffers;
using System.Runtime.InteropServices;

namespace Exporters.Metrics.Exposition;

/// <summary>
/// The page of one scrape: the families of all collectors by name, each once. Reused from scrape to scrape by its owner, and not
/// to be used from two sides at once. What cannot be shown as it was written (a name that belongs to another collector, two
/// types, equal series) is left out by a fixed rule and listed in <see cref="Conflicts"/>.
/// </summary>
public sealed class Page
{
    /// <summary>By name, families of this program first, then in the order in which they were added: the page is the same each time.</summary>
    private static readonly Comparison<Entry> ByName = (a, b) =>
        string.CompareOrdinal(a.Block.Family.Name, b.Block.Family.Name) is var names and not 0 ? names
        : a.IsForeign != b.IsForeign ? a.IsForeign.CompareTo(b.IsForeign)
        : a.Order.CompareTo(b.Order);

    private readonly List<Entry> _entries = [];
    private readonly List<string> _conflicts = [];
    private readonly Dictionary<string, int> _refused = new(StringComparer.Ordinal);

    /// <summary>
    /// What two collectors contradict each other in, and what of it the page shows; a page with any of them counts as one error of
    /// gathering in <c>promhttp_metric_handler_errors_total</c>.
    /// </summary>
    public IReadOnlyList<string> Conflicts => _conflicts;

    /// <summary>Families on the page.</summary>
    public int Families => _entries.Count;

    /// <summary>Collectors whose families, or series of them, were left out, with the number of series in families left out whole.</summary>
    internal IReadOnlyDictionary<string, int> Refused => _refused;

    /// <summary>Puts what a collector wrote on the page. The writer must stay untouched until the page is written.</summary>
    /// <param name="writer">What it wrote.</param>
    /// <param name="collector">Its name.</param>
    public void Add(FamilyWriter writer, string collector)
    {
        foreach (var block in writer.Blocks)
        {
            _entries.Add(new Entry(block, collector, _entries.Count));
        }
    }

    /// <summary>Notes a contradiction between two collectors: the family, what differs, what the page shows.</summary>
    public void AddConflict(string conflict) => _conflicts.Add(conflict);

    /// <summary>
    /// Takes away families whose names somebody else chose where the name belongs to a collector of this program, whether that
    /// collector has published it in this scrape or not.
    /// </summary>
    /// <param name="owners">Whose the names are; learns those on this page.</param>
    internal void RefuseForeign(FamilyOwners owners)
    {
        var foreign = 0;
        foreach (var entry in _entries)
        {
            if (entry.IsForeign)
            {
                foreign++;
            }
            else
            {
                owners.Claim(entry.Block.Family, entry.Collector);
            }
        }

        if (foreign == 0)
        {
            return;
        }

        _entries.RemoveAll(entry =>
        {
            if (!entry.IsForeign || owners.OwnerOf(entry.Block.Family) is not { } owner)
            {
                return false;
            }

            var family = entry.Block.Family;
            AddConflict($"{family.Origin}: {family.Name} is left out: the name belongs to the collector {owner}; give the metric another name");
            CountRefused(entry);
            return true;
        });
    }

    /// <summary>Orders the families and joins those of one name. Call once, after the last <see cref="Add"/>.</summary>
    public void Complete()
    {
        _entries.Sort(ByName);
        var kept = 0;
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            if (entry.Block.Repeated is { } series)
            {
                AddConflict($"{series}: the collector {entry.Collector} wrote this series more than once; the first stays");
            }

            if (kept > 0 && _entries[kept - 1].Block.Family.Name == entry.Block.Family.Name)
            {
                _entries[kept - 1] = Join(_entries[kept - 1], entry);
            }
            else
            {
                _entries[kept++] = entry;
            }
        }

        CollectionsMarshal.SetCount(_entries, kept);
    }

    /// <summary>Writes the page in a format.</summary>
    public void Write(IBufferWriter<byte> output, ExpositionFormat format)
    {
        foreach (var entry in _entries)
        {
            var family = entry.Block.Family;
            output.Write(format == ExpositionFormat.OpenMetrics ? family.OpenMetricsHeader : family.TextHeader);
            if (format == ExpositionFormat.OpenMetrics && family.Type is (MetricType.Histogram or MetricType.Summary))
            {
                OpenMetricsBounds.Write(output, entry.Block.Lines);
            }
            else
            {
                output.Write(entry.Block.Lines);
            }
        }

        if (format == ExpositionFormat.OpenMetrics)
        {
            output.Write("# EOF\n"u8);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _entries.Clear();
        _conflicts.Clear();
        _refused.Clear();
    }

    private Entry Join(Entry first, Entry second)
    {
        var family = first.Block.Family;
        if (family.Type != second.Block.Family.Type)
        {
            AddConflict($"{family.Name}: the collector {first.Collector} publishes it as {family.Type}, {second.Collector} as"
                + $" {second.Block.Family.Type}; the first stays");
            CountRefused(second);
            return first;
        }

        var joined = new FamilyBlock(family);
        joined.Merge(first.Block);
        joined.Merge(second.Block);
        if (joined.Repeated is { } series)
        {
            AddConflict($"{series}: the collectors {first.Collector} and {second.Collector} both publish this series; that of {first.Collector} stays");
            _refused.TryAdd(second.Collector, 0);
        }

        return first with { Block = joined };
    }

    private void CountRefused(Entry entry) =>
        _refused[entry.Collector] = _refused.GetValueOrDefault(entry.Collector) + entry.Block.Samples;

    private readonly record struct Entry(FamilyBlock Block, string Collector, int Order)
    {
        public bool IsForeign => Block.Family.Origin is not null;
    }
}
