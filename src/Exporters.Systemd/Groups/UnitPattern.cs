using Exporters.Configuration.Patterns;

namespace Exporters.Systemd.Groups;

/// <summary>
/// A shell pattern for unit names, as <c>systemctl list-units</c> takes them: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>. A
/// backslash is part of a name (<c>\x2d</c>) and escapes nothing.
/// </summary>
internal sealed class UnitPattern
{
    private readonly bool _isPattern;

    /// <summary>The pattern of this text.</summary>
    public UnitPattern(string text)
    {
        Text = text;
        _isPattern = Wildcard.IsPattern(text);
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it is the name of one unit, which is expected to exist.</summary>
    public bool IsName => !_isPattern;

    /// <summary>Whether the whole name matches.</summary>
    public bool Matches(string name) => _isPattern ? Wildcard.Matches(Text, name) : string.Equals(Text, name, StringComparison.Ordinal);
}
