using Exporters.Logs.Paths;

namespace Exporters.Logs.Sources.Journal;

/// <summary>Which units' entries are wanted; without patterns all, also those of no unit.</summary>
internal sealed class UnitFilter(IReadOnlyList<string> patterns)
{
    private const int MaxUnits = 1000;

    private readonly Glob[] _patterns = [.. patterns.Select(pattern => new Glob(pattern))];
    private readonly Dictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <summary>Whether an entry of this unit is wanted; null for none.</summary>
    public bool IsWanted(string? unit)
    {
        if (_patterns.Length == 0)
        {
            return true;
        }

        if (unit is null)
        {
            return false;
        }

        if (!_known.TryGetValue(unit, out var wanted))
        {
            if (_known.Count >= MaxUnits)
            {
                _known.Clear();
            }

            _known[unit] = wanted = Array.Exists(_patterns, glob => glob.IsMatch(unit));
        }

        return wanted;
    }
}
