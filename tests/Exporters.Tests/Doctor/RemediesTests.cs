using Exporters.Doctor;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Tests.Doctor;

/// <summary>The command that mends a source is the one for what starts the program.</summary>
[TestFixture]
public sealed class RemediesTests
{
    [Test]
    public void A_unit_gets_the_capability_in_a_drop_in() =>
        Assert.That(
            Of(RunBy.Unit).OfCollector("rapl", UnavailableReason.Permission),
            Is.EqualTo("mkdir -p /etc/systemd/system/exporters.service.d && printf '[Service]\\nCapabilityBoundingSet=CAP_DAC_READ_SEARCH\\n"
                + "AmbientCapabilities=CAP_DAC_READ_SEARCH\\n' >/etc/systemd/system/exporters.service.d/rapl.conf && systemctl daemon-reload && systemctl restart exporters"));

    [Test]
    public void A_container_gets_it_in_the_compose_file_that_is_there() =>
        Assert.That(
            Of(RunBy.Compose).OfCollector("perf", UnavailableReason.Permission),
            Is.EqualTo("below services.exporters of the compose file: user: \"0:0\"; cap_add: [PERFMON]; then: docker compose up -d exporters"));

    [TestCase(RunBy.Unit, "usermod -aG docker exporters && systemctl restart exporters")]
    [TestCase(RunBy.Hand, "usermod -aG docker exporters")]
    [TestCase(RunBy.Compose, "below services.exporters of the compose file: group_add: [\"115\"]; then: docker compose up -d exporters")]
    public void A_socket_is_opened_by_its_group(object runBy, string command) =>
        Assert.That(Of((RunBy)runBy, new FileGroup(115, "docker")).OfFile("/var/run/docker.sock"), Is.EqualTo(command));

    [Test]
    public void A_socket_that_a_container_lacks_is_mounted() =>
        Assert.That(Of(RunBy.Compose).OfFile("/var/run/docker.sock"), Does.Contain("volumes: [\"/var/run/docker.sock:/var/run/docker.sock:ro\"]"));

    [TestCase(UnavailableReason.Format)]
    [TestCase(UnavailableReason.Io)]
    public void What_no_right_would_mend_has_no_command(UnavailableReason reason) =>
        Assert.That(Of(RunBy.Unit).OfCollector("meminfo", reason), Is.Null);

    private static Remedies Of(RunBy runBy, FileGroup? group = null) => new(new Installation(runBy, "exporters", ""), _ => group);
}
