using Exporters.Configuration.Patterns;
using Exporters.Metrics;

namespace Exporters.Hosting;

/// <summary>
/// Matches that were ended by their time limit, by the place of the regular expression. There is a series for each expression that
/// needs the limit (lookarounds, backreferences), and for each other from the first such match on.
/// </summary>
/// <param name="patterns">The regular expressions that the operator and the defaults give; those of collectors come with them.</param>
internal sealed class PatternCollector(Func<IEnumerable<Pattern>> patterns) : ISelfCollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Timeouts = All.Counter(
        "exporters_pattern_timeouts_total",
        "Matches of a regular expression that took too long and were ended without a result, by the key or flag that gives it.",
        "place");

    public string Name => "patterns";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        foreach (var place in patterns().Where(pattern => pattern.IsLimited || pattern.Timeouts > 0).GroupBy(pattern => pattern.Place, StringComparer.Ordinal))
        {
            writer.Write(Timeouts, place.Sum(pattern => pattern.Timeouts), place.Key);
        }
    }
}
