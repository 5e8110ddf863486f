using Exporters.Hosting;
using Exporters.Metrics;
using Exporters.Metrics.Running;
using Exporters.Tests.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Exporters.Tests.House;

/// <summary>
/// docs/metrics.md lists every family that any collector can write, with the type and labels it has in the code. With
/// <c>UPDATE_GOLDEN=1</c> in the environment the table is rewritten: what a person wrote in it stays, new rows come with unit and
/// source empty, and those fail until somebody fills them in.
/// </summary>
[TestFixture]
public sealed class MetricsDocTests
{
    private static readonly string File = Path.Combine(Repository.Root, "docs", "metrics.md");

    [Test]
    public void Every_family_is_documented_as_it_is_and_every_documented_one_exists()
    {
        var documented = Rows().ToDictionary(row => row.Name, StringComparer.Ordinal);
        var expected = Families().Select(family => Row(family, documented.GetValueOrDefault(family.Name))).OrderBy(row => row.Name, StringComparer.Ordinal).ToList();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            var text = System.IO.File.ReadLines(File).Where(line => !line.StartsWith("| `", StringComparison.Ordinal));
            System.IO.File.WriteAllLines(File, [.. text, .. expected.Select(row => row.ToString())]);
        }

        var page = Rows().Select(row => row.ToString()).ToList();
        Assert.That(expected.Select(row => row.ToString()).Except(page).Take(40), Is.Empty, "missing in docs/metrics.md, or other there");
        Assert.That(page.Except(expected.Select(row => row.ToString())).Take(40), Is.Empty, "only in docs/metrics.md");
        Assert.That(expected.Where(row => row.Unit.Length == 0 || row.Source.Length == 0).Select(row => row.Name).Take(40), Is.Empty, "without unit or source");
    }

    private static IEnumerable<DocumentedFamily> Rows() => System.IO.File.ReadLines(File)
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|', StringSplitOptions.TrimEntries))
        .Select(cells => new DocumentedFamily(cells[1].Trim('`'), cells[2], cells[3], cells[4].Replace("\u0001", "\\|", StringComparison.Ordinal), cells[5].Replace("\u0001", "\\|", StringComparison.Ordinal)));

    private static Family[] Families()
    {
        using var services = Everything.On();
        return services.GetServices<ICollector>()
            .SelectMany(collector => collector.Families)
            .Concat(CollectorRunner.OwnFamilies)
            .Append(SelfFamilies.DataAge)
            .DistinctBy(family => family.Name)
            .ToArray();
    }

    private static DocumentedFamily Row(Family family, DocumentedFamily? documented) => new(
        family.Name,
        family.Type switch
        {
            MetricType.Untyped => "untyped",
            MetricType.Counter => "counter",
            MetricType.Histogram => "histogram",
            MetricType.Summary => "summary",
            _ => "gauge",
        },
        Labels(family, documented),
        documented?.Unit ?? "",
        documented?.Source ?? "");

    /// <summary>A family may get further labels from a cached set; those a person wrote down stay.</summary>
    private static string Labels(Family family, DocumentedFamily? documented) => string.Join(
        ", ",
        family.LabelNames.Select(label => $"`{label}`")
            .Union((documented?.Labels ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal)
            .Order(StringComparer.Ordinal));
}
