using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>Batteries and mains adapters, from <c>/sys/class/power_supply</c>.</summary>
internal sealed class PowerSupplyClassCollector(HostContext context) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info(
        "node_power_supply_info", "What the power supply tells of itself; what it does not tell is left out.",
        [.. PowerSupplyAttributes.Texts, "power_supply"]);

    private static readonly Setting Ignored = Setting.Regex(
        "collector.powersupply.ignored-supplies", "^$", "Power supplies not to show.");

    private readonly DirectoryListing _listing = new(context.Paths.Sys("class/power_supply"));
    private readonly Exporters.Configuration.Patterns.Pattern? _ignored = context.Settings.Pattern(Ignored);
    private readonly List<PowerSupply> _supplies = [];

    public static IReadOnlyList<Setting> Settings { get; } = [Ignored];

    public string Name => "powersupplyclass";

    public IReadOnlyList<Family> Families { get; } = [.. All, .. PowerSupplyAttributes.Numbers.Values.Select(number => number.Family)];

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _supplies.Clear();
            foreach (var name in _listing.Names)
            {
                if (_ignored?.IsMatch(name) != true)
                {
                    _supplies.Add(new PowerSupply($"{_listing.Path}/{name}", name));
                }
            }
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno);
        }

        foreach (var supply in _supplies)
        {
            supply.Write(writer, Info);
        }
    }
}
