using System.Text.RegularExpressions;
using Exporters.Tests.House;

namespace Exporters.Tests.Deploy;

/// <summary>deploy/loki and what asks it.</summary>
[TestFixture]
public sealed partial class LokiTests
{
    private static string Deployed(params string[] path) => Path.Combine([Repository.Root, "deploy", .. path]);

    [Test]
    public void Job_instance_container_and_the_label_for_paths_are_index_labels() =>
        Assert.That(Added(), Is.EquivalentTo(["job", "instance", "container", "filename"]));

    [Test]
    public void Dashboards_and_links_select_by_index_labels_alone()
    {
        var asked = Dashboard.All
            .SelectMany(dashboard => dashboard.Graphs)
            .SelectMany(panel => Dashboard.Items(panel, "targets"))
            .Where(target => Dashboard.Text(target.GetProperty("datasource"), "type") == "loki")
            .Select(target => Dashboard.Text(target, "expr"))
            .Append(File.ReadAllText(Deployed("grafana", "provisioning", "datasources", "datasources.yml")))
            .SelectMany(expression => Selector().Matches(expression))
            .SelectMany(selector => Label().Matches(selector.Value))
            .Select(label => label.Groups["name"].Value)
            .Distinct();
        Assert.That(asked, Is.SubsetOf([.. Added(), "service_name"]));
        Assert.That(asked, Does.Contain("container"));
    }

    private static IEnumerable<string?> Added()
    {
        var limits = YamlFile.Child(YamlFile.Load(Deployed("loki", "loki.yml")), "limits_config")!;
        var attributes = YamlFile.Child(YamlFile.Child(limits, "otlp_config")!, "resource_attributes")!;
        return YamlFile.Items(attributes, "attributes_config")
            .Where(item => YamlFile.Text(item, "action") == "index_label")
            .SelectMany(item => YamlFile.Items(item, "attributes"))
            .Select(attribute => attribute.ToString());
    }

    [GeneratedRegex("""\{[a-z_]+=~?"[^}]*(?:\}"[^}]*)*\}""")]
    private static partial Regex Selector();

    [GeneratedRegex("(?<name>[a-z_]+)=~?\"")]
    private static partial Regex Label();
}
