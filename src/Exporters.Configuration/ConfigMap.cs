using YamlDotNet.RepresentationModel;

namespace Exporters.Configuration;

/// <summary>A mapping whose keys are known: each is asked for once, and what was never asked for is a problem.</summary>
public sealed class ConfigMap
{
    private readonly List<(string Key, YamlNode KeyNode, ConfigNode Value)> _entries = [];
    private readonly List<string> _known = [];

    internal ConfigMap(ConfigNode node, IEnumerable<KeyValuePair<YamlNode, YamlNode>> children)
    {
        Node = node;
        foreach (var (key, value) in children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            _entries.Add((name, key, node.Child(name, value)));
        }
    }

    /// <summary>The mapping's own node.</summary>
    public ConfigNode Node { get; }

    /// <summary>The value of a key; null when it is not there or has no value.</summary>
    public ConfigNode? Get(string key)
    {
        _known.Add(key);
        foreach (var entry in _entries)
        {
            if (entry.Key == key)
            {
                return entry.Value.IsNull ? null : entry.Value;
            }
        }

        return null;
    }

    /// <summary>Notes a problem for each key that was not asked for, with the nearest known one.</summary>
    public void RejectUnknown()
    {
        foreach (var (key, keyNode, _) in _entries)
        {
            if (!_known.Contains(key))
            {
                var near = Nearest.To(key, _known);
                Node.Child(key, keyNode).Problem(
                    near is null
                        ? $"unknown key; known here: {string.Join(", ", _known.Distinct().Order(StringComparer.Ordinal))}"
                        : $"unknown key; did you mean {near}?");
            }
        }
    }
}
