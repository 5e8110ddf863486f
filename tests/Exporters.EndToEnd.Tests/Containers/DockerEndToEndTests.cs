using System.Globalization;
using Exporters.Testing.Exposition;

namespace Exporters.EndToEnd.Tests.Containers;

/// <summary>The program beside a real daemon, with containers that go wrong in the ways that containers do.</summary>
[NonParallelizable]
internal sealed class DockerEndToEndTests
{
    private RealDocker _docker = null!;
    private RunningExporter _exporter = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _docker = RealDocker.OrIgnore();
        _exporter = new RunningExporter($"  enabled: true\n  endpoint: {_docker.Endpoint}\n  interval: 1s\n");
    }

    [OneTimeTearDown]
    public void Stop()
    {
        _exporter?.Dispose();
        _docker?.RemoveAll();
    }

    [Test, CancelAfter(120_000)]
    public async Task A_container_killed_for_want_of_memory_says_so()
    {
        const string name = "e2e-oom";
        _docker.Start(name, "-m 16m --memory-swap 16m --restart on-failure:2", RealDocker.Image, "sh", "-c", "exec tail /dev/zero");
        await _exporter.UntilAsync(value => value == 1, "container_oom_killed", name);
        await _exporter.UntilAsync(value => value == 2, "container_restarts_total", name);
        var page = await _exporter.UntilAsync(value => value == 1, "container_state", name, ("state", "exited"));
        Assert.That(RunningExporter.Value(page, "container_last_exit_code", name), Is.EqualTo(137));
        Assert.That(RunningExporter.Value(page, "container_restarts_total", name), Is.EqualTo(2));
        Assert.That(RunningExporter.Value(page, "container_restarts_by_reason_total", name, ("reason", "manual")), Is.Zero);
        Assert.That(RunningExporter.Value(page, "container_oom_events_total", name), Is.GreaterThanOrEqualTo(1));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_crash_loop_counts_up_by_its_reason()
    {
        const string name = "e2e-loop";
        await _exporter.ScrapeAsync();
        _docker.Start(name, "--restart always", RealDocker.Image, "sh", "-c", "exit 3");
        var page = await _exporter.UntilAsync(value => value >= 2, "container_restarts_by_reason_total", name, ("reason", "error"));
        Assert.That(RunningExporter.Value(page, "container_last_exit_code", name), Is.EqualTo(3));
    }

    [TestCase("1s", TestName = "Health follows reality, by rounds and events")]
    [TestCase("10m", TestName = "Health follows reality, by events alone")]
    [CancelAfter(240_000)]
    public async Task Health_follows_reality(string interval)
    {
        var name = "e2e-health-" + interval;
        using var exporter = new RunningExporter($"  enabled: true\n  endpoint: {_docker.Endpoint}\n  interval: {interval}\n");
        await exporter.UntilAsync(value => value is not null, "exporters_collector_data_age_seconds", null, ("collector", "container_lifecycle"));
        _docker.Start(name, "", RealDocker.CheckedImage, "sleep", "1000");
        await exporter.UntilAsync(value => value == 1, "container_health_status", name, ("status", "unhealthy"));
        _docker.Run("exec", name, "touch", "/tmp/well");
        var page = await exporter.UntilAsync(value => value == 1, "container_health_status", name, ("status", "healthy"));
        Assert.That(RunningExporter.Value(page, "container_health_state", name), Is.EqualTo(1));
        _docker.Run("exec", name, "rm", "/tmp/well");
        page = await exporter.UntilAsync(value => value == 1, "container_health_status", name, ("status", "unhealthy"));
        Assert.That(RunningExporter.Value(page, "container_health_state", name), Is.Zero);
    }

    [Test, CancelAfter(120_000)]
    public async Task A_container_is_followed_through_its_life()
    {
        const string name = "e2e-life";
        var id = _docker.Start(name, "--label com.docker.compose.project=shop --label secret=x", RealDocker.Image, "sleep", "1000");
        var page = await _exporter.UntilAsync(value => value == 1, "container_state", name, ("state", "running"));
        var info = page["container_info"].Samples.Single(sample => sample.Labels["container_id"] == id);
        Assert.That(info.Labels["version"], Is.EqualTo("1.0"));
        Assert.That(info.Labels["container_label_com_docker_compose_project"], Is.EqualTo("shop"));
        Assert.That(info.Labels.Keys, Has.None.Contains("secret"));

        _docker.Run("pause", name);
        await _exporter.UntilAsync(value => value == 1, "container_state", name, ("state", "paused"));
        _docker.Run("unpause", name);
        _docker.Run("restart", "-t", "0", name);
        await _exporter.UntilAsync(value => value == 1, "container_restarts_by_reason_total", name, ("reason", "manual"));
        _docker.Run("stop", "-t", "0", name);
        page = await _exporter.UntilAsync(value => value == 1, "container_state", name, ("state", "exited"));
        Assert.That(RunningExporter.Value(page, "container_last_exit_code", name), Is.EqualTo(137));
        Assert.That(RunningExporter.Value(page, "container_last_seen", name), Is.Null, "it uses nothing any more");
        _docker.Run("rm", name);
        await _exporter.UntilAsync(value => value is null, "container_state", name, ("state", "exited"));
    }

    [Test, CancelAfter(120_000)]
    public async Task A_throttled_container_shows_its_quota_and_its_throttling()
    {
        const string name = "e2e-throttled";
        _docker.Start(name, "--cpus 0.1 -m 64m", RealDocker.Image, "sh", "-c", "while :; do :; done");
        var page = await _exporter.UntilAsync(value => value > 3, "container_cpu_cfs_throttled_periods_total", name);
        Assert.That(RunningExporter.Value(page, "container_spec_cpu_quota", name), Is.EqualTo(10_000));
        Assert.That(RunningExporter.Value(page, "container_spec_memory_limit_bytes", name), Is.EqualTo(64 * 1024 * 1024));
        Assert.That(
            page["container_cpu_usage_seconds_total"].Samples.Where(s => s.Labels.GetValueOrDefault("name") == name).Sum(s => s.Value), Is.GreaterThan(0));
        _docker.Run("rm", "-f", name);
    }

    [Test, CancelAfter(120_000)]
    public async Task Memory_agrees_with_docker_stats()
    {
        const string name = "e2e-memory";
        _docker.Start(name, "-m 64m --tmpfs /mem", RealDocker.Image, "sh", "-c", "head -c 9000000 /dev/zero >/mem/x; exec sleep 1000");
        await _exporter.UntilAsync(value => value > 8_000_000, "container_memory_working_set_bytes", name);
        var shown = _docker.Run("stats", "--no-stream", "--format", "{{.MemUsage}}", name);
        var page = await _exporter.ScrapeAsync();
        Assert.That(RunningExporter.Value(page, "container_memory_working_set_bytes", name), Is.EqualTo(Bytes(shown)).Within(10).Percent, shown);
    }

    [Test, CancelAfter(120_000)]
    public async Task Network_is_the_containers_own_and_the_hosts_is_nobodys()
    {
        _docker.Start("e2e-bridge", "", RealDocker.Image, "sleep", "1000");
        _docker.Start("e2e-hostnet", "--network host", RealDocker.Image, "sleep", "1000");
        await _exporter.UntilAsync(value => value is not null, "container_threads", "e2e-hostnet");
        var page = await _exporter.UntilAsync(
            value => value is not null, "container_network_receive_bytes_total", "e2e-bridge", ("interface", "eth0"));
        Assert.That(page["container_network_receive_bytes_total"].Samples.Select(s => s.Labels.GetValueOrDefault("name")), Has.None.EqualTo("e2e-hostnet"));
    }

    /// <summary>Every family with a cadvisor name keeps its series unique and parsable: the strict parser has read the page.</summary>
    [Test, CancelAfter(120_000)]
    public async Task The_root_stands_for_the_machine()
    {
        var page = await _exporter.ScrapeAsync();
        ParsedSample Root(string family) => page[family].Samples.First(sample => sample.Labels["id"] == "/");
        Assert.That(Root("container_spec_memory_limit_bytes").Value, Is.EqualTo(page["machine_memory_bytes"].Samples[0].Value));
        Assert.That(page["machine_cpu_cores"].Samples[0].Value, Is.EqualTo(Environment.ProcessorCount));
    }

    private static double Bytes(string memUsage)
    {
        var used = memUsage.Split('/')[0].Trim();
        var unit = used.TrimStart("0123456789.".ToCharArray());
        var factor = unit switch { "B" => 1.0, "KiB" => 1024, "MiB" => 1024 * 1024, _ => 1024.0 * 1024 * 1024 };
        return double.Parse(used.AsSpan(0, used.Length - unit.Length), CultureInfo.InvariantCulture) * factor;
    }
}
