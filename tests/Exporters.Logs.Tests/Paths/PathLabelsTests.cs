using Exporters.Configuration;
using Exporters.Logs.Paths;
using Exporters.Logs.Records;
using Exporters.Logs.Tests.Parsing;

namespace Exporters.Logs.Tests.Paths;

internal sealed class PathLabelsTests
{
    private const string Pods = "'^/var/log/pods/(?<namespace>[^_/]+)_(?<pod>[^_/]+)_[^/]+/(?<container>[^/]+)/'";
    private static readonly LogResource Base = new([new("service.name", "pods"), new("instance", "node1")]);

    [TestCase("/var/log/pods/shop_api-7d4_0a1b-2c/web/0.log", "container=web instance=node1 namespace=shop pod=api-7d4 service.name=pods")]
    [TestCase("/var/log/pods/shop_api-7d4_0a1b-2c/web/0.log.20261121-100000", "container=web instance=node1 namespace=shop pod=api-7d4 service.name=pods")]
    [TestCase("/var/log/pods/lost+found", "instance=node1 service.name=pods")]
    public void Named_groups_become_attributes(string path, string expected) =>
        Assert.That(Read("path_labels: " + Pods).Over(Base, path).ToString(), Is.EqualTo(expected));

    [Test]
    public void A_group_may_become_several_attributes_of_other_names_and_goes_over_what_was_said() =>
        Assert.That(
            Read($"path_labels: {{ pattern: {Pods}, attributes: {{ k8s.pod.name: pod, service.name: container, container: container }} }}")
                .Over(Base, "/var/log/pods/shop_api-7d4_0a1b-2c/web/0.log").ToString(),
            Is.EqualTo("container=web instance=node1 k8s.pod.name=api-7d4 service.name=web"));

    [Test]
    public void A_group_that_took_no_part_in_the_match_makes_no_attribute() =>
        Assert.That(Read("path_labels: '/app(-(?<site>[a-z]+))?.log$'").Over(Base, "/var/log/app.log"), Is.EqualTo(Base));

    [Test]
    public void A_rotated_file_has_what_the_name_tells_that_it_extends() =>
        Assert.That(Read(@"path_labels: '/(?<app>\w+)\.log$'").Over(Base, "/var/log/shop.log.1").ToString(), Does.Contain("app=shop"));

    private static PathLabels Read(string yaml)
    {
        var report = new ConfigReport();
        var labels = PathLabels.Read(Yaml.Key(yaml, "path_labels", report));
        Assert.That(report.Problems, Is.Empty);
        return labels!;
    }
}
