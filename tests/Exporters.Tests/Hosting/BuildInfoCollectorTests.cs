using Exporters.Hosting;
using Exporters.Testing;

namespace Exporters.Tests.Hosting;

[TestFixture]
public sealed class BuildInfoCollectorTests
{
    [TestCase(false, false, "exporters_build_info", "node_exporter_build_info")]
    [TestCase(true, false, "exporters_build_info", "node_exporter_build_info", "systemd_exporter_build_info")]
    [TestCase(true, true, "blackbox_exporter_build_info", "exporters_build_info", "node_exporter_build_info", "systemd_exporter_build_info")]
    public void Each_peer_that_is_stood_in_for_has_its_build_info(bool hasUnits, bool hasProbes, params string[] families)
    {
        var samples = Page.Samples(new BuildInfoCollector(hasUnits, hasProbes));

        Assert.That(samples.Select(sample => sample[..sample.IndexOf('{', StringComparison.Ordinal)]), Is.EqualTo(families));
        Assert.That(samples, Has.All.EndsWith(" 1"));
    }
}
