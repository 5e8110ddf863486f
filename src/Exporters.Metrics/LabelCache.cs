using System.Text;

namespace Exporters.Metrics;

/// <summary>
/// Label sets of one label by the bytes of its value, as a kernel file gives them: after the first scrape a device's name is
/// found, not made. Bounded: when names come and go without end it starts anew.
/// </summary>
public sealed class LabelCache
{
    private const int MaxEntries = 16_384;

    private readonly string _name;
    private readonly Dictionary<byte[], LabelSet> _sets = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], LabelSet>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    /// <summary>A cache for the label <paramref name="name"/>.</summary>
    public LabelCache(string name)
    {
        _name = name;
        _lookup = _sets.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The label with this value; invalid UTF-8 becomes U+FFFD.</summary>
    public LabelSet Get(ReadOnlySpan<byte> value)
    {
        if (!_lookup.TryGetValue(value, out var set))
        {
            if (_sets.Count >= MaxEntries)
            {
                _sets.Clear();
            }

            set = LabelSet.Of(_name, Encoding.UTF8.GetString(value));
            _sets.Add(value.ToArray(), set);
        }

        return set;
    }
}
