using System.Text;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>The labels <c>device</c> and <c>ifalias</c>, made anew for an interface when its alias changes.</summary>
internal sealed class AliasLabels
{
    private const int MaxEntries = 16_384;

    private readonly Dictionary<byte[], (byte[] Alias, LabelSet Labels)> _labels = new(Utf8Comparer.Instance);

    /// <summary>Labels of an interface with this alias.</summary>
    public LabelSet Get(ReadOnlySpan<byte> name, ReadOnlySpan<byte> alias)
    {
        var lookup = _labels.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(name, out var known) && alias.SequenceEqual(known.Alias))
        {
            return known.Labels;
        }

        if (_labels.Count >= MaxEntries)
        {
            _labels.Clear();
        }

        var labels = new LabelSet(["device", "ifalias"], [Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(alias)]);
        lookup[name] = (alias.ToArray(), labels);
        return labels;
    }
}
