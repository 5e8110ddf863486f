using Exporters.Configuration;
using Exporters.Metrics;
using Exporters.Metrics.Modules;
using Exporters.Probes.Schedule;
using Exporters.Probes.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Probes.Tests.Schedule;

internal sealed class ProbeSchedulerTests
{
    [Test]
    public async Task Each_target_is_probed_in_each_interval_and_its_last_result_is_on_the_page_with_its_age()
    {
        var requests = new SemaphoreSlim(0);
        using var server = ScriptServer.Answer(_ =>
        {
            requests.Release();
            return ScriptServer.Ok("x");
        });
        var time = new ManualTime();
        using var scheduler = Make(time, $$"""
            interval: 60s
            targets:
              - { name: a, url: "http://127.0.0.1:{{server.Port}}/a", labels: { team: web } }
              - { name: b, url: "http://127.0.0.1:{{server.Port}}/b" }
            """);
        var status = new ProbesStatus(scheduler);
        var collector = new ProbeCollector(scheduler, time);
        var health = new ProbesHealth(scheduler);
        Assert.That(health.Find("a"), Is.EqualTo(ThingHealth.Ill("not yet probed")));
        Assert.That(health.Find("c"), Is.Null);
        Assert.That(status.Report(), Is.EqualTo(new ModuleReport(ModuleState.Starting, "2 targets, 0 failing, 2 not yet probed")));
        Assert.That(Page(collector), Is.Empty);

        await scheduler.StartAsync(CancellationToken.None);
        await UntilAsync(time, TimeSpan.FromSeconds(1), () => scheduler.WithoutResult == 0);
        Assert.That(server.Connections, Is.EqualTo(2));
        Assert.That(status.Report(), Is.EqualTo(new ModuleReport(ModuleState.Running, "2 targets, 0 failing")));
        Assert.That(health.Find("a")!.IsWell, Is.True);
        var page = Page(collector);
        Assert.That(page, Does.Contain($"probe_success{{name=\"a\",target=\"http://127.0.0.1:{server.Port}/a\",module=\"http_2xx\",team=\"web\"}} 1\n"));
        Assert.That(page, Does.Contain("probe_result_age_seconds{name=\"b\"").And.Contain("exporters_collector_data_age_seconds{collector=\"probes\"}"));

        await UntilAsync(time, TimeSpan.FromSeconds(5), () => server.Connections >= 12);
        await scheduler.StopAsync(CancellationToken.None);
        var rounds = (time.GetUtcNow() - new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)) / TimeSpan.FromSeconds(60);
        Assert.That(rounds, Is.InRange(3.5, 7.5), "six probes of each take about six intervals");
        Assert.That(server.Heads.Count(head => head.StartsWith("GET /a ", StringComparison.Ordinal)), Is.InRange(5, 7));
    }

    [Test]
    public async Task No_more_probes_run_at_once_than_allowed_and_the_others_come_later()
    {
        var go = new TaskCompletionSource();
        var arrived = new SemaphoreSlim(0);
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            arrived.Release();
            await go.Task;
            await ScriptServer.WriteAsync(stream, ScriptServer.Ok(""));
        });
        var targets = string.Join(", ", Enumerable.Range(0, 6).Select(i => $"{{ name: t{i}, url: \"http://127.0.0.1:{server.Port}/{i}\" }}"));
        var time = new ManualTime();
        using var scheduler = Make(time, $"concurrency: 2\ntargets: [ {targets} ]");

        await scheduler.StartAsync(CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(6));
        await arrived.WaitAsync(Probe.Long);
        await arrived.WaitAsync(Probe.Long);
        Assert.That(server.Connections, Is.EqualTo(2));
        go.SetResult();
        await UntilAsync(time, TimeSpan.Zero, () => scheduler.WithoutResult == 0);
        await scheduler.StopAsync(CancellationToken.None);

        Assert.That(server.Connections, Is.EqualTo(6));
    }

    [Test]
    public async Task A_refused_target_is_a_failure_with_its_reason()
    {
        var time = new ManualTime();
        using var scheduler = Make(time, "targets: [ { name: m, url: \"http://metadata.test/\" } ]");

        await scheduler.StartAsync(CancellationToken.None);
        await UntilAsync(time, TimeSpan.FromSeconds(1), () => scheduler.WithoutResult == 0);
        await scheduler.StopAsync(CancellationToken.None);

        Assert.That(new ProbesHealth(scheduler).Find("m")!.Detail, Does.StartWith("failed: metadata.test:80 has the address"));
        Assert.That(scheduler.Targets[0].Last!.Detail, Does.StartWith("metadata.test:80 has the address 169.254.169.254"));
        Assert.That(Page(new ProbeCollector(scheduler, time)), Does.Contain("reason=\"other\"} 1\n"));
    }

    [Test]
    public void Every_family_that_may_be_written_is_declared()
    {
        var names = Results.ProbeFamilies.All.Select(family => family.Name).ToList();

        Assert.That(names, Is.Unique);
        Assert.That(names, Has.All.StartsWith("probe_"));
        Assert.That(typeof(Results.ProbeFamilies).GetFields().Count(field => field.FieldType == typeof(Family)), Is.EqualTo(names.Count));
    }

    private static ProbeScheduler Make(TimeProvider time, string yaml)
    {
        var report = new ConfigReport();
        var config = ProbesConfigReader.Read(ConfigFile.Parse(yaml, "exporters.yaml", report, _ => null), report);
        Assert.That(report.Problems, Is.Empty);
        return new ProbeScheduler(config, new ProbeRunner(time, Probe.Resolver(), Probe.Instruments()), time, NullLogger<ProbeScheduler>.Instance);
    }

    /// <summary>Lets time pass, step by step, until something is so.</summary>
    private static async Task UntilAsync(ManualTime time, TimeSpan step, Func<bool> condition)
    {
        var deadline = DateTime.UtcNow + Probe.Long;
        while (!condition())
        {
            Assert.That(DateTime.UtcNow, Is.LessThan(deadline), "it does not come to that");
            time.Advance(step);
            await Task.Delay(5);
        }
    }

    private static string Page(ProbeCollector collector)
    {
        var writer = new FamilyWriter();
        collector.Collect(writer);
        return Probe.Lines(writer);
    }
}
