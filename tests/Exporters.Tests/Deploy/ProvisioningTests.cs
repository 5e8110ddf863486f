using System.Text.RegularExpressions;
using Exporters.Tests.House;
using YamlDotNet.RepresentationModel;

namespace Exporters.Tests.Deploy;

/// <summary>deploy/grafana/provisioning: the data sources, and the links from metrics to logs.</summary>
[TestFixture]
public sealed partial class ProvisioningTests
{
    private static readonly string Path = System.IO.Path.Combine(Repository.Root, "deploy", "grafana", "provisioning", "datasources", "datasources.yml");

    [Test]
    public void What_a_link_fills_in_is_not_taken_from_the_environment_of_Grafana()
    {
        var expressions = Sources().SelectMany(source => YamlFile.Items(source, "correlations")).Select(Expression).ToList();
        Assert.That(expressions, Has.Count.EqualTo(3));
        Assert.That(expressions, Is.All.Contains("$${"));
        Assert.That(expressions.Where(expression => FromEnvironment().IsMatch(expression)), Is.Empty);
    }

    [Test]
    public void Links_lead_to_sources_that_are_there()
    {
        var known = Sources().Select(source => YamlFile.Text(source, "uid")).ToList();
        Assert.That(known, Is.EquivalentTo(["prometheus", "loki", "alertmanager"]));
        Assert.That(Sources().SelectMany(source => YamlFile.Items(source, "correlations")).Select(link => YamlFile.Text(link, "targetUID")).Distinct(), Is.SubsetOf(known));
    }

    private static IEnumerable<YamlNode> Sources() => YamlFile.Items(YamlFile.Load(Path), "datasources");

    private static string Expression(YamlNode correlation) =>
        YamlFile.Text(YamlFile.Child(YamlFile.Child(correlation, "config")!, "target")!, "expr")!;

    [GeneratedRegex(@"(?<!\$)\$(?!\$)")]
    private static partial Regex FromEnvironment();
}
