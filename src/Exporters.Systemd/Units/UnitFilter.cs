using System.Text.RegularExpressions;
using Exporters.Configuration;
using Exporters.Configuration.Settings;

namespace Exporters.Systemd.Units;

/// <summary>Which units are shown under which peer's names: each set has its own patterns, matched against whole names.</summary>
internal sealed class UnitFilter(Regex? unitsInclude, Regex? unitsExclude, Regex? nodeInclude, Regex? nodeExclude)
{
    /// <summary>The filter that the settings describe.</summary>
    public static UnitFilter From(SettingValues settings) => new(
        Anchored(settings.Text(SystemdSettings.UnitInclude)),
        Anchored(settings.Text(SystemdSettings.UnitExclude)),
        Anchored(settings.Text(SystemdSettings.NodeUnitInclude)),
        Anchored(settings.Text(SystemdSettings.NodeUnitExclude)));

    /// <summary>Whether the families under systemd_exporter's names show the unit.</summary>
    public bool InUnits(string name) => Passes(name, unitsInclude, unitsExclude);

    /// <summary>Whether the families under node_exporter's names show the unit.</summary>
    public bool InNode(string name) => Passes(name, nodeInclude, nodeExclude);

    private static bool Passes(string name, Regex? include, Regex? exclude) =>
        (include is null || include.IsMatch(name)) && (exclude is null || !exclude.IsMatch(name));

    private static Regex? Anchored(string pattern) =>
        pattern.Length > 0 && Regexes.TryParse(Regexes.Anchor(pattern), out var regex, out _) ? regex : null;
}
