namespace Exporters.Metrics.Running;

/// <summary>Which collectors a scrape asks for: <c>collect[]</c> and <c>exclude[]</c> as node_exporter understands them.</summary>
public sealed class CollectorSelection
{
    /// <summary>All of them.</summary>
    public static readonly CollectorSelection All = new([], []);

    private readonly HashSet<string> _collect;
    private readonly HashSet<string> _exclude;

    private CollectorSelection(IEnumerable<string> collect, IEnumerable<string> exclude)
    {
        _collect = new(collect, StringComparer.Ordinal);
        _exclude = new(exclude, StringComparer.Ordinal);
    }

    /// <summary>Reads the query. Null with the reason when both are given, or when a collector is unknown or switched off.</summary>
    /// <param name="collect">The values of <c>collect[]</c>.</param>
    /// <param name="exclude">The values of <c>exclude[]</c>; unknown names are passed over.</param>
    /// <param name="enabled">Collectors that run.</param>
    /// <param name="known">Collectors that exist.</param>
    /// <param name="error">Why the query is refused.</param>
    public static CollectorSelection? Parse(
        IReadOnlyCollection<string> collect, IReadOnlyCollection<string> exclude, IReadOnlySet<string> enabled, IReadOnlySet<string> known, out string error)
    {
        error = "";
        if (collect.Count > 0 && exclude.Count > 0)
        {
            error = "collect[] and exclude[] cannot be used together; send one of them";
            return null;
        }

        foreach (var name in collect)
        {
            if (!enabled.Contains(name))
            {
                error = known.Contains(name)
                    ? $"disabled collector: {name}; start with --collector.{name}"
                    : $"unknown collector: {name}; enabled here: {string.Join(", ", enabled.Order(StringComparer.Ordinal))}";
                return null;
            }
        }

        return collect.Count == 0 && exclude.Count == 0 ? All : new CollectorSelection(collect, exclude);
    }

    /// <summary>Whether the collector takes part.</summary>
    public bool Includes(string collector) => _collect.Count > 0 ? _collect.Contains(collector) : !_exclude.Contains(collector);
}
