using Exporters.Configuration.Patterns;
using Exporters.Configuration.Settings;

namespace Exporters.Systemd.Units;

/// <summary>Which units are shown under which peer's names: each set has its own patterns, matched against whole names.</summary>
internal sealed class UnitFilter(Pattern? unitsInclude, Pattern? unitsExclude, Pattern? nodeInclude, Pattern? nodeExclude)
{
    /// <summary>The filter that the settings describe.</summary>
    public static UnitFilter From(SettingValues settings) => new(
        settings.Pattern(SystemdSettings.UnitInclude, isWhole: true),
        settings.Pattern(SystemdSettings.UnitExclude, isWhole: true),
        settings.Pattern(SystemdSettings.NodeUnitInclude, isWhole: true),
        settings.Pattern(SystemdSettings.NodeUnitExclude, isWhole: true));

    /// <summary>Whether the families under systemd_exporter's names show the unit.</summary>
    public bool InUnits(string name) => Passes(name, unitsInclude, unitsExclude);

    /// <summary>Whether the families under node_exporter's names show the unit.</summary>
    public bool InNode(string name) => Passes(name, nodeInclude, nodeExclude);

    private static bool Passes(string name, Pattern? include, Pattern? exclude) =>
        (include is null || include.IsMatch(name)) && (exclude is null || !exclude.IsMatch(name));
}
