using System.Buffers;
using System.Runtime.InteropServices;

namespace Exporters.Metrics.Exposition;

/// <summary>
/// The page of one scrape: the families of all collectors by name, each once. Reused from scrape to scrape by its owner, and not
/// to be used from two sides at once.
/// </summary>
public sealed class Page
{
    private static readonly Comparison<FamilyBlock> ByName = (a, b) => string.CompareOrdinal(a.Family.Name, b.Family.Name);

    private readonly List<FamilyBlock> _blocks = [];
    private readonly List<string> _conflicts = [];

    /// <summary>
    /// What two collectors contradict each other in, and what of it the page shows; a page with any of them counts as one error of
    /// gathering in <c>promhttp_metric_handler_errors_total</c>.
    /// </summary>
    public IReadOnlyList<string> Conflicts => _conflicts;

    /// <summary>Families on the page.</summary>
    public int Families => _blocks.Count;

    /// <summary>Puts what a collector wrote on the page. The writer must stay untouched until the page is written.</summary>
    public void Add(FamilyWriter writer)
    {
        foreach (var block in writer.Blocks)
        {
            _blocks.Add(block);
        }
    }

    /// <summary>Notes a contradiction between two collectors: the family, what differs, what the page shows.</summary>
    public void AddConflict(string conflict) => _conflicts.Add(conflict);

    /// <summary>Orders the families and joins those of one name. Call once, after the last <see cref="Add"/>.</summary>
    public void Complete()
    {
        _blocks.Sort(ByName);
        var kept = 0;
        for (var i = 0; i < _blocks.Count; i++)
        {
            var block = _blocks[i];
            if (kept > 0 && _blocks[kept - 1].Family.Name == block.Family.Name)
            {
                _blocks[kept - 1] = Join(_blocks[kept - 1], block);
            }
            else
            {
                _blocks[kept++] = block;
            }
        }

        CollectionsMarshal.SetCount(_blocks, kept);
    }

    /// <summary>Writes the page in a format.</summary>
    public void Write(IBufferWriter<byte> output, ExpositionFormat format)
    {
        foreach (var block in _blocks)
        {
            output.Write(format == ExpositionFormat.OpenMetrics ? block.Family.OpenMetricsHeader : block.Family.TextHeader);
            output.Write(block.Lines);
        }

        if (format == ExpositionFormat.OpenMetrics)
        {
            output.Write("# EOF\n"u8);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _blocks.Clear();
        _conflicts.Clear();
    }

    private FamilyBlock Join(FamilyBlock first, FamilyBlock second)
    {
        if (first.Family.Type != second.Family.Type)
        {
            AddConflict($"{first.Family.Name}: published as {first.Family.Type} and as {second.Family.Type}; the first stays");
            return first;
        }

        var joined = new FamilyBlock(first.Family);
        joined.Merge(first);
        joined.Merge(second);
        return joined;
    }
}
