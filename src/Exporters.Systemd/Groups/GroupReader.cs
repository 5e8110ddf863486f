using Exporters.Configuration;

namespace Exporters.Systemd.Groups;

/// <summary>Reads <c>systemd.groups</c>: a list of <c>match</c> (patterns) and <c>labels</c>.</summary>
internal static class GroupReader
{
    private static readonly string[] Reserved = ["name", "manager", "user", "state"];

    /// <summary>The groups; entries with the same labels are one group.</summary>
    public static UnitGroups Read(ConfigNode node)
    {
        var merged = new List<(List<UnitPattern> Patterns, List<KeyValuePair<string, string>> Labels)>();
        foreach (var item in node.Items())
        {
            var map = item.Map();
            var match = map.Get("match");
            var patterns = new List<UnitPattern>();
            foreach (var pattern in match?.Items() ?? [])
            {
                if (pattern.Text() is { } text)
                {
                    if (text.LastIndexOf('.') <= 0)
                    {
                        pattern.Problem($"must match names with their suffix, such as {text}.service, got \"{text}\"");
                    }

                    patterns.Add(new UnitPattern(text));
                }
            }

            if (patterns.Count == 0)
            {
                (match ?? item).Problem("must name the units: match: [\"agent-*.service\"]");
            }

            var labels = Labels(map.Get("labels"), item);
            map.RejectUnknown();
            if (patterns.Count == 0 || labels.Count == 0)
            {
                continue;
            }

            var same = merged.FindIndex(group => group.Labels.SequenceEqual(labels));
            if (same >= 0)
            {
                merged[same].Patterns.AddRange(patterns);
            }
            else
            {
                merged.Add((patterns, labels));
            }
        }

        return new UnitGroups([.. merged.Select(group => new UnitGroup(group.Patterns, group.Labels))]);
    }

    private static List<KeyValuePair<string, string>> Labels(ConfigNode? node, ConfigNode item)
    {
        var labels = new List<KeyValuePair<string, string>>();
        var entries = node?.Entries() ?? [];
        foreach (var (name, value) in entries)
        {
            if (!Exporters.Metrics.Names.IsLabelName(name) || name.StartsWith("__", StringComparison.Ordinal))
            {
                value.Problem($"not a label name: \"{name}\"; letters, digits and _, not beginning with a digit or with __");
            }
            else if (Reserved.Contains(name))
            {
                value.Problem($"the label {name} is taken; the labels {string.Join(", ", Reserved)} have a meaning of their own");
            }
            else if (value.Text() is { } text)
            {
                labels.Add(new(name, text));
            }
        }

        if (entries.Count == 0)
        {
            (node ?? item).Problem("must have at least one label: labels: { type: primary }");
        }

        labels.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return labels;
    }
}
