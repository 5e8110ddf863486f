using System.Globalization;
using Exporters.Configuration.Patterns;
using YamlDotNet.RepresentationModel;

namespace Exporters.Configuration;

/// <summary>
/// A value of the configuration with its place. The typed readers note a problem and return null when the text is not of the
/// asked kind, so that reading goes on and every problem is found in one run.
/// </summary>
public sealed class ConfigNode
{
    private readonly YamlNode _yaml;
    private readonly ConfigSource _source;

    internal ConfigNode(YamlNode yaml, string path, ConfigSource source)
    {
        _yaml = yaml;
        Path = path;
        _source = source;
    }

    /// <summary>The key from the top, <c>logs.sources[2].include</c> say.</summary>
    public string Path { get; }

    /// <summary>Line from 1.</summary>
    public int Line => (int)_yaml.Start.Line;

    /// <summary>Column from 1.</summary>
    public int Column => (int)_yaml.Start.Column;

    /// <summary>Whether the value is empty or <c>null</c>.</summary>
    public bool IsNull => _yaml is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain or YamlDotNet.Core.ScalarStyle.Any, Value: null or "" or "~" or "null" };

    /// <summary>Whether it is a single value.</summary>
    public bool IsScalar => _yaml is YamlScalarNode;

    /// <summary>Whether it is a scalar without quotes, which YAML may take for a number or a truth value.</summary>
    public bool IsPlain => _yaml is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain or YamlDotNet.Core.ScalarStyle.Any };

    /// <summary>Whether the value is tagged <c>!!binary</c>, base64 that stands for bytes.</summary>
    public bool IsBinary => _yaml is YamlScalarNode { Tag: { IsEmpty: false, Value: "tag:yaml.org,2002:binary" } };

    /// <summary>Whether it is a list.</summary>
    public bool IsList => _yaml is YamlSequenceNode;

    /// <summary>Whether it is a mapping.</summary>
    public bool IsMap => _yaml is YamlMappingNode;

    /// <summary>The report that this node's problems go to.</summary>
    public ConfigReport Report => _source.Report;

    /// <summary>The directory of the file, against which relative paths in it are resolved.</summary>
    public string BaseDirectory => _source.BaseDirectory;

    /// <summary>Notes a problem at this place.</summary>
    public void Problem(string message) => _source.Report.Add(new Problem(_source.File, Line, Column, Path, message));

    /// <summary>The value as text, with <c>${NAME}</c> replaced from the environment.</summary>
    public string? Text()
    {
        if (_yaml is not YamlScalarNode scalar)
        {
            Problem($"must be a text, got {Kind}");
            return null;
        }

        return _source.Expand(scalar.Value ?? "", this);
    }

    /// <summary>The value as true or false.</summary>
    public bool? Bool() => Text() switch
    {
        null => null,
        "true" or "True" or "yes" or "on" => true,
        "false" or "False" or "no" or "off" => false,
        var text => Wrong<bool>($"must be true or false, got \"{text}\""),
    };

    /// <summary>The value as a whole number within bounds.</summary>
    public long? Integer(long min = long.MinValue, long max = long.MaxValue)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : Wrong<long>(min == long.MinValue && max == long.MaxValue
                ? $"must be a whole number, got \"{text}\""
                : $"must be a whole number from {min} to {(max == long.MaxValue ? "any size" : max)}, got \"{text}\"");
    }

    /// <summary>The value as a number within bounds.</summary>
    public double? Number(double min = double.MinValue, double max = double.MaxValue)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : Wrong<double>(min == double.MinValue && max == double.MaxValue
                ? $"must be a number, got \"{text}\""
                : string.Create(CultureInfo.InvariantCulture, $"must be a number from {min} to {max}, got \"{text}\""));
    }

    /// <summary>The value as a duration in Prometheus' form (<c>1m30s</c>, <c>500ms</c>) within bounds.</summary>
    public TimeSpan? Duration(TimeSpan min, TimeSpan max)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (!Durations.TryParse(text, out var value))
        {
            return Wrong<TimeSpan>($"must be a duration such as 500ms, 30s or 1m30s, got \"{text}\"");
        }

        return value >= min && value <= max
            ? value
            : Wrong<TimeSpan>($"must be between {Durations.Format(min)} and {Durations.Format(max)}, got \"{text}\"");
    }

    /// <summary>The value as a number of bytes: <c>1MiB</c>, <c>64k</c>, <c>1048576</c>.</summary>
    public long? Bytes(long min, long max)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        return ByteSizes.TryParse(text, out var value) && value >= min && value <= max
            ? value
            : Wrong<long>($"must be a size from {ByteSizes.Format(min)} to {ByteSizes.Format(max)} such as 64KiB or 1MiB, got \"{text}\"");
    }

    /// <summary>The value as a regular expression, found anywhere in a text unless it says otherwise.</summary>
    public Pattern? Pattern()
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (Patterns.Pattern.TryParse(text, Path, PatternInput.Text, out var pattern, out var error))
        {
            _source.Report.Add(pattern);
            return pattern;
        }

        Problem(error);
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string? OneOf(params ReadOnlySpan<string> words)
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (words.Contains(text))
        {
            return text;
        }

        var near = Nearest.To(text, words.ToArray());
        Problem($"must be one of {string.Join(", ", words)}, got \"{text}\"{(near is null ? "" : $"; did you mean {near}?")}");
        return null;
    }

    /// <summary>The items of a list; a single value counts as a list of one.</summary>
    public IReadOnlyList<ConfigNode> Items()
    {
        switch (_yaml)
        {
            case YamlSequenceNode sequence:
                return [.. sequence.Children.Select((child, i) => new ConfigNode(child, $"{Path}[{i}]", _source))];
            case YamlMappingNode:
                Problem("must be a list, got a mapping");
                return [];
            default:
                return IsNull ? [] : [this];
        }
    }

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts() => [.. Items().Select(item => item.Text()).OfType<string>()];

    /// <summary>The entries of a mapping with free keys, labels say.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigNode>> Entries() =>
        _yaml is YamlMappingNode mapping
            ? [.. mapping.Children.Select(entry => KeyValuePair.Create(
                (entry.Key as YamlScalarNode)?.Value ?? "", new ConfigNode(entry.Value, Join((entry.Key as YamlScalarNode)?.Value ?? "?"), _source)))]
            : NoMap<KeyValuePair<string, ConfigNode>>();

    /// <summary>The mapping with known keys. Call <see cref="ConfigMap.RejectUnknown"/> when all of them were read.</summary>
    public ConfigMap Map()
    {
        if (_yaml is not YamlMappingNode && !IsNull)
        {
            Problem($"must be a mapping of keys, got {Kind}");
        }

        return new ConfigMap(this, _yaml is YamlMappingNode mapping ? mapping.Children : []);
    }

    internal ConfigNode Child(string key, YamlNode value) => new(value, Join(key), _source);

    private string Kind => _yaml switch
    {
        YamlSequenceNode => "a list",
        YamlMappingNode => "a mapping",
        _ => IsNull ? "nothing" : "a single value",
    };

    private string Join(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private List<T> NoMap<T>()
    {
        if (!IsNull)
        {
            Problem($"must be a mapping, got {Kind}");
        }

        return [];
    }

    private T? Wrong<T>(string message)
        where T : struct
    {
        Problem(message);
        return null;
    }
}
