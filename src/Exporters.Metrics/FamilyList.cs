using System.Collections;

namespace Exporters.Metrics;

/// <summary>
/// The families of a collector, written once: each is made by the list and is in it from then on. Declare it before the fields that
/// hold its families.
/// </summary>
public sealed class FamilyList : IReadOnlyList<Family>
{
    private readonly List<Family> _families = [];

    /// <inheritdoc/>
    public int Count => _families.Count;

    /// <inheritdoc/>
    public Family this[int index] => _families[index];

    /// <summary>A counter, see <see cref="Family.Counter"/>.</summary>
    public Family Counter(string name, string help, params string[] labelNames) => Add(Family.Counter(name, help, labelNames));

    /// <summary>A gauge, see <see cref="Family.Gauge"/>.</summary>
    public Family Gauge(string name, string help, params string[] labelNames) => Add(Family.Gauge(name, help, labelNames));

    /// <summary>A family of unknown type, see <see cref="Family.Untyped"/>.</summary>
    public Family Untyped(string name, string help, params string[] labelNames) => Add(Family.Untyped(name, help, labelNames));

    /// <summary>Facts in labels, see <see cref="Family.Info"/>.</summary>
    public Family Info(string name, string help, params string[] labelNames) => Add(Family.Info(name, help, labelNames));

    /// <summary>One series per state, see <see cref="Family.StateSet"/>.</summary>
    public Family StateSet(string name, string help, params string[] labelNames) => Add(Family.StateSet(name, help, labelNames));

    /// <inheritdoc/>
    public IEnumerator<Family> GetEnumerator() => _families.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Family Add(Family family)
    {
        _families.Add(family);
        return family;
    }
}
