using System.Xml.Linq;

namespace Exporters.Tests.House;

/// <summary>Who may refer to whom, as docs/architecture.md draws it.</summary>
[TestFixture]
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Exporters.Metrics"] = ["prometheus-net"],
        ["Exporters.Configuration"] = ["YamlDotNet"],
        ["Exporters.Linux"] = [],
        ["Exporters.Docker"] = ["Exporters.Metrics"],
        ["Exporters.Host"] = ["Exporters.Configuration", "Exporters.Linux", "Exporters.Metrics"],
        ["Exporters.Systemd"] = ["Exporters.Configuration", "Exporters.Linux", "Exporters.Metrics", "Tmds.DBus.Protocol"],
        ["Exporters.Containers"] = ["Exporters.Configuration", "Exporters.Docker", "Exporters.Linux", "Exporters.Metrics"],
        ["Exporters.Logs"] =
            ["Exporters.Configuration", "Exporters.Docker", "Exporters.Linux", "Exporters.Metrics", "OpenTelemetry.Exporter.OpenTelemetryProtocol"],
        ["Exporters.Probes"] = ["Exporters.Configuration", "Exporters.Metrics"],
        ["Exporters"] =
        [
            "Exporters.Configuration", "Exporters.Containers", "Exporters.Host", "Exporters.Linux", "Exporters.Logs", "Exporters.Metrics",
            "Exporters.Probes", "Exporters.Systemd", "BCrypt.Net-Next", "System.CommandLine", "prometheus-net.AspNetCore",
        ],
    };

    [Test]
    public void Every_project_refers_only_to_what_lies_below_it()
    {
        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

        Assert.That(projects.Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(Allowed.Keys));
        foreach (var project in projects)
        {
            var references = XDocument.Load(project).Descendants()
                .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference")
                .Select(element => element.Attribute("Include")!.Value)
                .Select(include => include.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(include) : include);

            Assert.That(references, Is.SubsetOf(Allowed[Path.GetFileNameWithoutExtension(project)]), project);
        }
    }
}
