using Exporters.Metrics.Running;

namespace Exporters.Metrics.Instruments;

/// <summary>
/// Puts the instruments on the page: has prometheus-net write them into a buffer that is kept, and hands the sample lines on family
/// by family, so that they stand among the others in the order of names, whatever the format of the page.
/// </summary>
/// <param name="registry">The instruments.</param>
/// <param name="showsProcess">Whether instruments that belong to no collector are shown: not with <c>--web.disable-exporter-metrics</c>.</param>
public sealed class InstrumentCollector(InstrumentRegistry registry, bool showsProcess) : ISelectiveCollector, IDisposable
{
    private readonly MemoryStream _text = new();

    /// <inheritdoc/>
    public string Name => "instruments";

    /// <inheritdoc/>
    public IReadOnlyList<Family> Families => registry.Families;

    /// <inheritdoc/>
    public void Collect(FamilyWriter writer) => Collect(writer, CollectorSelection.All);

    /// <inheritdoc/>
    public void Collect(FamilyWriter writer, CollectorSelection selection)
    {
        _text.SetLength(0);
        registry.Export(_text);
        ReadOnlySpan<byte> text = _text.GetBuffer().AsSpan(0, (int)_text.Length);
        while (InstrumentText.NextFamily(ref text, out var name, out var lines))
        {
            var (family, collector) = registry.Find(name);
            if (collector is null ? showsProcess : selection.Includes(collector))
            {
                Write(writer, family, lines);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private static void Write(FamilyWriter writer, Family family, ReadOnlySpan<byte> lines)
    {
        if (family.Type != MetricType.Histogram)
        {
            writer.WriteLines(family, lines);
            return;
        }

        // Buckets first, as everywhere on the page.
        while (InstrumentText.NextHistogram(ref lines, out var totals, out var buckets))
        {
            writer.WriteLines(family, buckets);
            writer.WriteLines(family, totals);
        }
    }
}
