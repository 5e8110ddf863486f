using Exporters.Hosting;
using Exporters.Metrics;
using Exporters.Metrics.Running;
using Exporters.Tests.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Exporters.Tests.House;

/// <summary>docs/metrics.md lists every family that any collector can write, with the type and labels it has in the code.</summary>
[TestFixture]
public sealed class MetricsDocTests
{
    [Test]
    public void Every_family_is_documented_and_every_documented_one_exists()
    {
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "metrics.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'), cells => (Type: cells[2], Labels: cells[3], Unit: cells[4], Source: cells[5]), StringComparer.Ordinal);
        var families = Families().ToDictionary(family => family.Name, StringComparer.Ordinal);

        var missing = families.Values.Where(family => !documented.ContainsKey(family.Name)).Select(Row).Order(StringComparer.Ordinal);
        Assert.That(missing, Is.Empty, "not in docs/metrics.md");
        Assert.That(documented.Keys.Where(name => !families.ContainsKey(name)), Is.Empty, "in docs/metrics.md and not in the code");
        Assert.That(
            documented.Where(row => row.Value.Type != TypeName(families[row.Key])).Select(row => row.Key), Is.Empty, "documented with another type");
        Assert.That(
            documented.Where(row => row.Value.Unit.Length == 0 || row.Value.Source.Length == 0).Select(row => row.Key), Is.Empty, "without unit or source");
        Assert.That(
            documented.Where(row => families[row.Key].LabelNames.Except(row.Value.Labels.Split(", ").Select(label => label.Trim('`')), StringComparer.Ordinal).Any())
                .Select(row => row.Key),
            Is.Empty,
            "a label is missing in docs/metrics.md");
    }

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

    private static string TypeName(Family family) => family.Type switch
    {
        MetricType.Untyped => "untyped",
        MetricType.Counter => "counter",
        MetricType.Histogram => "histogram",
        _ => "gauge",
    };

    private static string Row(Family family) =>
        $"| `{family.Name}` | {TypeName(family)} | {string.Join(", ", family.LabelNames.Select(label => $"`{label}`"))} |  |  |";
}
