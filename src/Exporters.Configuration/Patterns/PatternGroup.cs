using System.Text.RegularExpressions;

namespace Exporters.Configuration.Patterns;

/// <summary>What one group of a pattern matched.</summary>
public readonly struct PatternGroup
{
    private readonly Group? _group;

    internal PatternGroup(Group? group) => _group = group;

    /// <summary>Whether the group took part in the match.</summary>
    public bool Success => _group?.Success == true;

    /// <summary>Where it begins in the text; 0 when it took no part.</summary>
    public int Index => _group?.Index ?? 0;

    /// <summary>Its text; empty when it took no part.</summary>
    public ReadOnlySpan<char> Span => _group is { Success: true } group ? group.ValueSpan : default;

    /// <summary>Its text; empty when it took no part.</summary>
    public string Value => _group is { Success: true } group ? group.Value : "";
}
