using System.Text;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>
/// The label <c>device</c> for every interface that a filter admits, by the bytes of its name as the kernel gives them: made once
/// per interface. Bounded: where interfaces come and go without end it starts anew.
/// </summary>
internal sealed class DeviceLabels(NameFilter filter)
{
    private const int MaxEntries = 16_384;

    private readonly Dictionary<byte[], LabelSet?> _labels = new(Utf8Comparer.Instance);

    /// <summary>The label; null when the interface is not to be shown.</summary>
    public LabelSet? Get(ReadOnlySpan<byte> name)
    {
        if (_labels.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var labels))
        {
            return labels;
        }

        if (_labels.Count >= MaxEntries)
        {
            _labels.Clear();
        }

        var text = Encoding.UTF8.GetString(name);
        labels = filter.Admits(text) ? LabelSet.Of("device", text) : null;
        _labels.Add(name.ToArray(), labels);
        return labels;
    }
}
