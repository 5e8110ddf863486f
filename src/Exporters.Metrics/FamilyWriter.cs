using Exporters.Metrics.Exposition;

namespace Exporters.Metrics;

/// <summary>
/// Takes one collector's samples in any order and keeps them family by family. Reused from scrape to scrape: once its
/// buffers have grown, writing allocates nothing.
/// </summary>
public sealed class FamilyWriter
{
    private const int SpareBlocks = 256;

    private readonly Dictionary<Family, FamilyBlock> _blocks = [];
    private readonly List<FamilyBlock> _used = [];
    private readonly UnreadableParts _unreadable = new();
    private FamilyBlock? _last;

    /// <summary>An empty writer.</summary>
    public FamilyWriter() => Unreadable = _unreadable.Add;

    /// <summary>
    /// Receives what the collector leaves out because a source is not what it should be, a field or a row of a file say; the rest is
    /// published. Whoever runs the collector says so on the page and in the log. <see cref="Exception.Source"/> names the file.
    /// </summary>
    public Action<FormatException> Unreadable { get; }

    /// <summary>Series written since the last <see cref="Clear"/>.</summary>
    public int Samples
    {
        get
        {
            var samples = 0;
            foreach (var block in _used)
            {
                samples += block.Samples;
            }

            return samples;
        }
    }

    /// <summary>What the machine lacks; null unless <see cref="Absent"/> was called.</summary>
    public string? Lacking { get; private set; }

    internal IReadOnlyList<FamilyBlock> Blocks => _used;

    internal UnreadableParts UnreadableParts => _unreadable;

    /// <summary>A sample with values for the family's label names in their order; null leaves a label out, trailing ones may be missing.</summary>
    public void Write(Family family, double value, params ReadOnlySpan<string?> labelValues) => Block(family).Add(value, null, labelValues);

    /// <summary>A sample with encoded labels, followed by values for the family's own label names.</summary>
    public void Write(Family family, double value, LabelSet labels, params ReadOnlySpan<string?> labelValues) =>
        Block(family).Add(value, labels, labelValues);

    /// <summary>A sample if the value is known; nothing if the source does not tell it.</summary>
    public void WriteIfKnown(Family family, double? value, params ReadOnlySpan<string?> labelValues)
    {
        if (value is { } known)
        {
            Block(family).Add(known, null, labelValues);
        }
    }

    /// <summary>A sample with encoded labels if the value is known.</summary>
    public void WriteIfKnown(Family family, double? value, LabelSet labels, params ReadOnlySpan<string?> labelValues)
    {
        if (value is { } known)
        {
            Block(family).Add(known, labels, labelValues);
        }
    }

    /// <summary>Puts one sample without labels in the place of all that was written of the family.</summary>
    public void Replace(Family family, double value)
    {
        var block = Block(family);
        block.Clear();
        block.Add(value, null, []);
    }

    /// <summary>Facts: value 1, labels in the family's order.</summary>
    public void WriteInfo(Family family, params ReadOnlySpan<string?> labelValues) => Block(family).Add(1, null, labelValues);

    /// <summary>One series per state, 1 for <paramref name="current"/>, 0 for the others; the state is the last label of the family.</summary>
    public void WriteStates(Family family, ReadOnlySpan<string> states, string? current, LabelSet labels)
    {
        var block = Block(family);
        Span<string?> values = new string?[family.LabelNames.Count];
        foreach (var state in states)
        {
            values[^1] = state;
            block.Add(state == current ? 1 : 0, labels, values);
        }
    }

    /// <summary>
    /// A histogram. <paramref name="counts"/> holds the observations of each bucket by itself, the one above the last bound at
    /// its end; the page gets them cumulated.
    /// </summary>
    public void WriteHistogram(
        Family family, ReadOnlySpan<double> bounds, ReadOnlySpan<ulong> counts, double sum, LabelSet labels, params ReadOnlySpan<string?> labelValues)
    {
        if (counts.Length != bounds.Length + 1)
        {
            throw new ArgumentException($"{bounds.Length} bounds need {bounds.Length + 1} counts, not {counts.Length}", nameof(counts));
        }

        var block = Block(family);
        var total = 0UL;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            block.Add("_bucket"u8, total, labels, labelValues, "le"u8, i < bounds.Length ? bounds[i] : double.PositiveInfinity);
        }

        block.Add("_sum"u8, sum, labels, labelValues, default, 0);
        block.Add("_count"u8, total, labels, labelValues, default, 0);
    }

    /// <summary>
    /// One sample of a histogram or summary that somebody else counted, as it stands: a cumulated bucket or a quantile with its
    /// <paramref name="bound"/>, the sum or the count.
    /// </summary>
    public void WritePart(Family family, SamplePart part, double value, LabelSet labels, double bound = 0)
    {
        var block = Block(family);
        switch (part)
        {
            case SamplePart.Bucket:
                block.Add("_bucket"u8, value, labels, default, "le"u8, bound);
                break;
            case SamplePart.Quantile:
                block.Add(default, value, labels, default, "quantile"u8, bound);
                break;
            case SamplePart.Sum:
                block.Add("_sum"u8, value, labels, default, default, 0);
                break;
            default:
                block.Add("_count"u8, value, labels, default, default, 0);
                break;
        }
    }

    /// <summary>Sample lines of a family as text 0.0.4 has them, each with its newline.</summary>
    internal void WriteLines(Family family, ReadOnlySpan<byte> lines) => Block(family).AddLines(lines);

    /// <summary>Puts the families of a sealed writer on the page, as they are.</summary>
    public void Include(FamilyWriter other)
    {
        foreach (var block in other._used)
        {
            if (!block.IsSealed)
            {
                throw new InvalidOperationException($"BUG: {block.Family} is still being written");
            }

            _used.Add(block);
        }
    }

    /// <summary>Ends writing: keeps the samples in the least room, for any number of writers to include.</summary>
    public void Seal()
    {
        foreach (var block in _used)
        {
            block.Seal();
        }
    }

    /// <summary>
    /// The machine has nothing that this collector could show: the same as throwing a <see cref="CollectorUnavailableException"/> with
    /// <see cref="UnavailableReason.Absent"/>, for a state that lasts, without the cost of an exception in every scrape.
    /// </summary>
    /// <param name="message">What is missing, and where.</param>
    public void Absent(string message) => Lacking = message;

    /// <summary>Forgets every sample and keeps the buffers, unless most of them are of families that are no longer written.</summary>
    public void Clear()
    {
        if (_blocks.Count > (2 * _used.Count) + SpareBlocks)
        {
            _blocks.Clear();
        }

        foreach (var block in _used)
        {
            if (!block.IsSealed)
            {
                block.Clear();
            }
        }

        if (_blocks.Count > _used.Count)
        {
            foreach (var block in _blocks.Values)
            {
                block.Trim();
            }
        }

        _used.Clear();
        _unreadable.Clear();
        _last = null;
        Lacking = null;
    }

    private FamilyBlock Block(Family family)
    {
        if (_last is { } last && ReferenceEquals(last.Family, family))
        {
            return last;
        }

        if (!_blocks.TryGetValue(family, out var block))
        {
            _blocks.Add(family, block = new FamilyBlock(family));
        }

        if (block.Samples == 0)
        {
            _used.Add(block);
        }

        return _last = block;
    }
}
