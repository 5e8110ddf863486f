using Exporters.Configuration;

namespace Exporters.Containers.Tests;

internal sealed class ContainersConfigTests
{
    [Test]
    public void Without_a_section_the_defaults_hold()
    {
        var config = ContainersConfigReader.Read(null);
        Assert.That((config.Mode, config.Interval, config.RootCgroup, config.WritableLayerInterval), Is.EqualTo(
            (ContainersMode.Auto, TimeSpan.FromSeconds(15), true, (TimeSpan?)null)));
        Assert.That(config.Labels, Is.EqualTo(new[] { "com.docker.compose.project", "com.docker.compose.service" }));
    }

    [Test]
    public void Every_key_is_read()
    {
        var config = Read(
            """
            enabled: true
            endpoint: tcp://db1:2376
            certificates: /certs
            interval: 5s
            labels: ["team*"]
            env: [TIER]
            root_cgroup: false
            raw_cgroups: [/system.slice/]
            writable_layer_interval: 1h
            disable_metrics: [percpu, disk]
            """,
            out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That((config.Mode, config.Endpoint, config.CertificateDirectory, config.Interval), Is.EqualTo(
            (ContainersMode.On, "tcp://db1:2376", "/certs", TimeSpan.FromSeconds(5))));
        Assert.That((config.RootCgroup, config.WritableLayerInterval), Is.EqualTo((false, (TimeSpan?)TimeSpan.FromHours(1))));
        Assert.That(config.RawCgroups, Is.EqualTo(new[] { "/system.slice" }));
        Assert.That(config.DisableMetrics, Is.EqualTo(new[] { "percpu", "disk" }));
    }

    [TestCase("interval: 10ms", "interval: must be between 1s and 10m, got \"10ms\"")]
    [TestCase("endpoint: ssh://x", "endpoint: must be unix:///path/to/docker.sock, tcp://host:port or https://host:port, got \"ssh://x\"")]
    [TestCase("raw_cgroups: [system.slice]", "raw_cgroups[0]: must begin with / as in /proc/PID/cgroup, /system.slice say, got \"system.slice\"")]
    [TestCase("lables: [a]", "lables: unknown key; did you mean labels?")]
    [TestCase("disable_metrics: [diskio]", "disable_metrics[0]: must be one of cpu, percpu, cpuLoad, memory, diskIO, disk, network, pressure, process, oom_event, got \"diskio\"; did you mean diskIO?")]
    public void What_is_wrong_is_said_with_what_would_be_right(string yaml, string problem)
    {
        Read(yaml, out var problems);
        Assert.That(problems, Is.EqualTo(new[] { problem }));
    }

    private static ContainersConfig Read(string yaml, out string[] problems)
    {
        var report = new ConfigReport();
        var config = ContainersConfigReader.Read(ConfigFile.Parse(yaml, "x.yaml", report, _ => null));
        problems = [.. report.Problems.Select(problem => $"{problem.Path}: {problem.Message}")];
        return config;
    }
}
