using Exporters.Configuration;
using Exporters.Host;
using Exporters.Hosting;
using Exporters.Logs;
using Exporters.Probes;
using Exporters.Systemd;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Exporters.Tests.Configuration;

/// <summary>The program's services with every collector switched on, none of them started.</summary>
internal static class Everything
{
    public static ServiceProvider On()
    {
        var report = new ConfigReport();
        var config = AppConfigReader.Read(
            values =>
            {
                foreach (var setting in HostModule.Switches.Values.Concat(SystemdModule.Settings.Where(setting => setting.Name == "collector.logind")))
                {
                    values.TrySet(setting, ["true"], "test", out _);
                }
            },
            report,
            _ => null);
        config = config with
        {
            Probes = ProbesConfigReader.Read(ConfigFile.Parse("targets: [ { name: a, url: \"http://a.example\" } ]", "test", report), report),
            Logs = LogsConfigReader.Read(ConfigFile.Parse("sources: [ { type: file, include: [\"/var/log/*.log\"] } ]", "test", report), report),
        };
        Assert.That(report.Problems, Is.Empty);
        var services = new ServiceCollection();
        var instruments = Composition.Add(services, config);
        services.AddSingleton(new ScrapeRequests(1, instruments));
        HttpInstruments.Use(new ApplicationBuilder(new ServiceCollection().BuildServiceProvider()), instruments, _ => "other");
        return services.BuildServiceProvider();
    }
}
