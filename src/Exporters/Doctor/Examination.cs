using Exporters.Docker;
using Exporters.Hosting;
using Exporters.Logs.Checks;
using Exporters.Metrics;
using Exporters.Metrics.Checks;
using Exporters.Metrics.Modules;
using Exporters.Metrics.Running;
using Exporters.Checks;

namespace Exporters.Doctor;

/// <summary>
/// Runs every collector once, as a scrape does, and makes findings of how they ended: the same outcomes that become
/// <c>exporters_source_unreadable</c> and the log lines. Logs are looked at without being read, so that the running process keeps its state.
/// </summary>
internal sealed class Examination(AppConfig config, Remedies remedies)
{
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadyCheck = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SourceDeadline = TimeSpan.FromSeconds(10);

    /// <summary>One finding for each collector, each module beside the host's, and each source of logs.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        Composition.Add(builder.Services, config with { Logs = config.Logs with { Enabled = false } });

        // What the log would say, the findings say.
        builder.Services.AddLogging(logging => logging.ClearProviders());
        using var host = builder.Build();
        await host.StartAsync(cancellation);
        var modules = host.Services.GetServices<IModule>().ToArray();
        await WaitAsync(modules, host.Services.GetRequiredService<TimeProvider>(), cancellation);
        var runner = host.Services.GetRequiredService<CollectorRunner>();
        (await runner.ScrapeAsync(CollectorSelection.All, ScrapeDeadline.Default, cancellation)).Dispose();
        List<Finding> findings =
        [
            .. runner.Outcomes.Select(OfCollector),
            .. modules.Where(module => module.Name != "host").OrderBy(module => module.Name, StringComparer.Ordinal).Select(OfModule),
        ];
        await host.StopAsync(cancellation);
        foreach (var outcome in config.Logs.Enabled ? await new CheckRun(SourceDeadline, TimeProvider.System).RunAsync(LogsChecks.Sources(config.Logs), cancellation) : [])
        {
            findings.Add(OfLogs(outcome));
        }

        return findings;
    }

    private static async Task WaitAsync(IModule[] modules, TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (modules.Any(module => module.Report().State == ModuleState.Starting) && time.GetElapsedTime(started) < ReadyDeadline)
        {
            await Task.Delay(ReadyCheck, time, cancellation);
        }
    }

    internal Finding OfCollector(CollectorOutcome outcome) => outcome.Reason switch
    {
        null => new Finding(outcome.Collector, Severity.Readable, "", "", null),
        UnavailableReason.Absent => new Finding(outcome.Collector, Severity.Absent, "absent", outcome.Message, null),
        { } reason => new Finding(
            outcome.Collector, reason == UnavailableReason.Bug ? Severity.Broken : Severity.Unreadable, CollectorRunner.ReasonName(reason), outcome.Message,
            remedies.OfCollector(outcome.Collector, reason)),
    };

    internal Finding OfModule(IModule module)
    {
        var report = module.Report();
        return report.State switch
        {
            ModuleState.Off => new Finding(module.Name, Severity.Absent, "absent", report.Detail, null),
            ModuleState.Running => new Finding(module.Name, Severity.Readable, "", report.Detail, null),
            ModuleState.Starting => new Finding(module.Name, Severity.Unreadable, "timeout", $"not ready within 10 s{(report.Detail.Length > 0 ? $": {report.Detail}" : "")}", MendModule(module.Name)),
            ModuleState.Failed => new Finding(module.Name, Severity.Broken, "bug", report.Detail, null),
            _ => new Finding(module.Name, Severity.Unreadable, "unreadable", report.Detail, MendModule(module.Name)),
        };
    }

    private static Finding OfLogs(CheckOutcome outcome) => outcome.Answer.State == CheckState.Bad
        ? new Finding(outcome.Subject, Severity.Unreadable, "unreadable", outcome.Answer.Detail, null)
        : new Finding(outcome.Subject, Severity.Readable, "", outcome.Answer.Detail, null);

    private string? MendModule(string module) => module switch
    {
        "containers" when DockerEndpoint.Resolve(config.Containers.Endpoint, config.Containers.CertificateDirectory, Environment.GetEnvironmentVariable) is { SocketPath: { } socket } =>
            File.Exists(socket) ? remedies.OfFile(socket) : Remedies.OfService("docker"),
        "systemd" => remedies.OfFile(config.Paths.Root("/run/dbus/system_bus_socket")),
        _ => null,
    };
}
