using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>
/// Finds the family of each key of a kernel file that has one key a line, always in the same order: the n-th key of this
/// reading is nearly always the n-th of the reading before, so one comparison tells. Keys in another order are found anew.
/// </summary>
/// <param name="find">The family of a key; null for keys that are not shown. Asked once for each key at each place.</param>
internal sealed class FamilyOrder(Func<byte[], Family?> find)
{
    private const int MaxPlaces = 4096;
    private readonly List<(byte[] Key, Family? Family)> _places = [];
    private int _next;

    /// <summary>The next key is the first of the file.</summary>
    public void Restart() => _next = 0;

    /// <summary>The family of the next key; null when it is not shown.</summary>
    public Family? Next(ReadOnlySpan<byte> key)
    {
        if (_next < _places.Count)
        {
            var (known, family) = _places[_next];
            if (key.SequenceEqual(known))
            {
                _next++;
                return family;
            }

            _places.RemoveRange(_next, _places.Count - _next);
        }

        var copy = key.ToArray();
        var found = find(copy);
        if (_places.Count < MaxPlaces)
        {
            _places.Add((copy, found));
            _next++;
        }

        return found;
    }
}
