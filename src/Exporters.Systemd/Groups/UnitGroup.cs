using Exporters.Metrics;

namespace Exporters.Systemd.Groups;

/// <summary>Units that belong together: those whose names match, and the labels that they share.</summary>
internal sealed class UnitGroup
{
    private readonly string[] _labelNames;
    private readonly string?[] _labelValues;

    /// <summary>A group.</summary>
    /// <param name="patterns">A unit belongs to it when one of them matches.</param>
    /// <param name="labels">At least one label.</param>
    public UnitGroup(IReadOnlyList<UnitPattern> patterns, IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        Patterns = patterns;
        _labelNames = [.. labels.Select(label => label.Key)];
        _labelValues = [.. labels.Select(label => label.Value)];
        Labels = new LabelSet(_labelNames, _labelValues);
        Texts = labels;
    }

    /// <summary>The labels of the group as texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts { get; }

    /// <summary>What its units are called.</summary>
    public IReadOnlyList<UnitPattern> Patterns { get; }

    /// <summary>The labels of the group.</summary>
    public LabelSet Labels { get; }

    /// <summary>Whether a unit belongs to it.</summary>
    public bool Matches(string name)
    {
        foreach (var pattern in Patterns)
        {
            if (pattern.Matches(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The labels of one of its units: name, those of a user's manager, those of the group.</summary>
    public LabelSet LabelsOf(string name, string? manager, string? user) =>
        new(["name", "manager", "user", .. _labelNames], [name, manager, user, .. _labelValues]);
}
