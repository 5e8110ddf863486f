using System.Text.RegularExpressions;
using Exporters.Tests.House;

namespace Exporters.Tests.Deploy;

/// <summary>Every name that a rule or dashboard may ask for.</summary>
internal static partial class KnownMetrics
{
    /// <summary>What Prometheus makes itself at each scrape.</summary>
    private static readonly string[] OfPrometheus = ["up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_series_added", "ALERTS"];

    private static readonly HashSet<string> Names = [.. OfPrometheus, .. Published(), .. DerivedFromLogs(), .. Recorded()];

    /// <summary>Whether something publishes the name; samples of a histogram count as their family.</summary>
    public static bool Contains(string name) => Names.Contains(name) || Names.Contains(HistogramSuffix().Replace(name, ""));

    private static IEnumerable<string> Published() => Documented().Matches(Text("docs", "metrics.md")).Select(match => match.Groups["name"].Value);

    /// <summary>The families of the example in docs/log-parsing.md: names that a user's configuration chooses.</summary>
    private static IEnumerable<string> DerivedFromLogs() => Derived().Matches(Text("docs", "log-parsing.md")).Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> Recorded() => AlertRule.All.Select(rule => rule.Record).OfType<string>();

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([Repository.Root, .. path]));

    [GeneratedRegex(@"^\| `(?<name>\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Documented();

    [GeneratedRegex(@"^ +- name: (?<name>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Derived();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex HistogramSuffix();
}
