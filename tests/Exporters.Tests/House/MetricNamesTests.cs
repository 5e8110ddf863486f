using System.Text.RegularExpressions;

namespace Exporters.Tests.House;

/// <summary>
/// A search for a metric's name in the sources finds the place that publishes it: names are written whole, alone or as a word of a
/// table, never put together.
/// </summary>
[TestFixture]
public sealed class MetricNamesTests
{
    [Test]
    public void Each_family_of_the_documentation_stands_whole_in_the_sources()
    {
        var words = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Regex.Matches(string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))),
                @"\b[a-z]\w+_\w+\b", RegexOptions.None, TimeSpan.FromSeconds(10)))
            .Select(match => match.Value)
            .ToHashSet(StringComparer.Ordinal);
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "metrics.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1])
            .ToList();

        Assert.That(documented, Has.Count.GreaterThan(700));
        Assert.That(documented.Where(name => !words.Contains(name)), Is.Empty);
    }
}
