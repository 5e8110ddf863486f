using System.Collections.Concurrent;

namespace Exporters.Metrics.Exposition;

/// <summary>
/// Which collector of this program a family belongs to: the one that published it first. It keeps the family while it fails or is
/// not asked, so that a name never means the kernel's value in one scrape and a script's in the next. Scrapes share it.
/// </summary>
internal sealed class FamilyOwners
{
    private readonly ConcurrentDictionary<string, string> _collectors = new(StringComparer.Ordinal);

    /// <summary>Gives a family, with the sample names of a histogram or summary, to a collector unless it has an owner.</summary>
    public void Claim(Family family, string collector)
    {
        if (family.Origin is not null || _collectors.ContainsKey(family.Name))
        {
            return;
        }

        _collectors.TryAdd(family.Name, collector);
        foreach (var suffix in Suffixes(family))
        {
            _collectors.TryAdd(family.Name + suffix, collector);
        }
    }

    /// <summary>The collector that has a name which the family would use; null when none has.</summary>
    public string? OwnerOf(Family family)
    {
        if (_collectors.TryGetValue(family.Name, out var owner))
        {
            return owner;
        }

        foreach (var suffix in Suffixes(family))
        {
            if (_collectors.TryGetValue(family.Name + suffix, out owner))
            {
                return owner;
            }
        }

        return null;
    }

    private static ReadOnlySpan<string> Suffixes(Family family) =>
        family.Type is MetricType.Histogram or MetricType.Summary ? SamplePartNames : [];

    private static readonly string[] SamplePartNames = ["_bucket", "_count", "_sum"];
}
