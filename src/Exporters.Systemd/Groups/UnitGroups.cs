namespace Exporters.Systemd.Groups;

/// <summary>All configured groups. A unit belongs to the first that matches, so that joining on its name finds one series.</summary>
internal sealed class UnitGroups(IReadOnlyList<UnitGroup> groups)
{
    public static readonly UnitGroups None = new([]);

    public IReadOnlyList<UnitGroup> All { get; } = groups;

    /// <summary>Every pattern, for asking which unit files match.</summary>
    public IReadOnlyList<string> Patterns { get; } = [.. groups.SelectMany(group => group.Patterns).Select(pattern => pattern.Text).Distinct(StringComparer.Ordinal)];

    /// <summary>The group of a unit; null when it belongs to none.</summary>
    public UnitGroup? Of(string name)
    {
        foreach (var group in All)
        {
            if (group.Matches(name))
            {
                return group;
            }
        }

        return null;
    }
}
