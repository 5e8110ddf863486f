using Exporters.Configuration;

namespace Exporters.Logs.Sources;

/// <summary>Names for the sources that have none, from what they read: the same after another start with the list in another order.</summary>
internal static class SourceNames
{
    /// <summary>Gives each source its name; two that cannot be told apart are problems.</summary>
    public static List<SourceConfig> Give(IReadOnlyList<(ConfigNode Node, SourceConfig Source)> items)
    {
        var wanted = items.GroupBy(item => Wanted(item.Source), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var sources = new List<SourceConfig>();
        foreach (var (node, source) in items)
        {
            var isNamed = source.Name.Length > 0;
            var name = isNamed || wanted[Wanted(source)] == 1 ? Wanted(source) : $"{source.DefaultName}:{Content(source)}";
            if (!taken.Add(name))
            {
                node.Problem(isNamed
                    ? $"name: \"{name}\" is the name of another source; give each its own"
                    : $"cannot be told apart from another source, which reads the same and has no name either (\"{name}\"); give each a name");
            }

            sources.Add(source with { Name = name, ServiceName = source.Service ?? Wanted(source) });
        }

        return sources;
    }

    private static string Wanted(SourceConfig source) => source.Name.Length > 0 ? source.Name : source.DefaultName;

    /// <summary>What a source reads, in a form that people recognise.</summary>
    private static string Content(SourceConfig source) => source.Kind switch
    {
        SourceKind.Docker => source.Endpoint ?? "",
        SourceKind.Journal => string.Join(',', [.. source.JournalPath is { } path ? [path] : Array.Empty<string>(), .. source.Units]),
        _ => string.Join(',', [.. source.Include, .. source.Exclude.Select(pattern => "!" + pattern)]),
    };
}
