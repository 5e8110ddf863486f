using Exporters.Configuration;
using Exporters.Configuration.Patterns;
using Exporters.Logs.Records;

namespace Exporters.Logs.Paths;

/// <summary>
/// Resource attributes that the path of a file tells, as the log of a Kubernetes container tells namespace, pod and container. A file
/// keeps those of the path at which it was seen first.
/// </summary>
internal sealed class PathLabels
{
    private readonly Pattern _pattern;
    private readonly (string Attribute, string Group)[] _attributes;

    private PathLabels(Pattern pattern, IEnumerable<(string Attribute, string Group)> attributes)
    {
        _pattern = pattern;
        _attributes = [.. attributes];
    }

    /// <summary>
    /// Reads <c>path_labels</c>: a pattern whose named groups become attributes, or <c>pattern</c> and <c>attributes</c>, which names
    /// the group of each attribute. Problems are noted; null when there is nothing or it is wrong.
    /// </summary>
    public static PathLabels? Read(ConfigNode? node)
    {
        if (node is null)
        {
            return null;
        }

        var map = node.IsScalar ? null : node.Map();
        var pattern = map is null ? node : map.Get("pattern");
        var attributes = map?.Get("attributes");
        map?.RejectUnknown();
        if (pattern is null)
        {
            node.Problem("needs pattern: a regular expression with named groups, such as '/pods/(?<namespace>[^_]+)_(?<pod>[^_]+)_'");
            return null;
        }

        if (pattern.Pattern() is not { } regex)
        {
            return null;
        }

        string[] groups = [.. regex.GroupNames.OfType<string>().Distinct(StringComparer.Ordinal)];
        if (groups.Length == 0)
        {
            pattern.Problem("has no named group; write (?<pod>[^_]+) around what should become the attribute pod");
            return null;
        }

        var named = new List<(string, string)>();
        foreach (var (attribute, value) in attributes?.Entries() ?? [])
        {
            if (value.Text() is { } group && !groups.Contains(group))
            {
                value.Problem($"the pattern has no group \"{group}\"; it has {string.Join(", ", groups)}");
            }
            else
            {
                named.Add((attribute, value.Text() ?? ""));
            }
        }

        return new PathLabels(regex, attributes is null ? groups.Select(group => (group, group)) : named);
    }

    /// <summary>The attributes with those of the path over them; a rotated file has those of the name that it extends.</summary>
    public LogResource Over(LogResource resource, string path)
    {
        var match = _pattern.Match(path);
        foreach (var live in match.Success ? [] : RotatedNames.LivePaths(path))
        {
            match = _pattern.Match(live);
            if (match.Success)
            {
                break;
            }
        }

        if (!match.Success)
        {
            return resource;
        }

        var all = new Dictionary<string, string>(resource.Attributes, StringComparer.Ordinal);
        foreach (var (attribute, group) in _attributes)
        {
            if (match.Group(group) is { Success: true } found)
            {
                all[attribute] = found.Value;
            }
        }

        return new LogResource(all);
    }
}
