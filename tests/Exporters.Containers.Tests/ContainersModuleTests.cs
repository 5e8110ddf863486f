using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace Exporters.Containers.Tests;

internal sealed class ContainersModuleTests
{
    [TestCase(ContainersMode.Auto, false, ExpectedResult = 3)]
    [TestCase(ContainersMode.Auto, true, ExpectedResult = 0, TestName = "Without the default collectors there are none of containers")]
    [TestCase(ContainersMode.On, true, ExpectedResult = 3, TestName = "Containers that are enabled by name are shown without the default collectors")]
    [TestCase(ContainersMode.Off, false, ExpectedResult = 0)]
    public int Collectors_follow_what_is_asked_for(ContainersMode mode, bool defaultsOff) =>
        Services(mode, defaultsOff).Count(service => service.ServiceType == typeof(ICollector));

    [Test]
    public void The_status_says_who_turned_containers_off_and_what_turns_them_on()
    {
        using var provider = Services(ContainersMode.Auto, defaultsOff: true).BuildServiceProvider();
        var report = provider.GetRequiredService<IModule>().Report();
        Assert.That(report.State, Is.EqualTo(ModuleState.Off));
        Assert.That(report.Detail, Is.EqualTo("turned off by --collector.disable-defaults; containers.enabled: true turns them on"));
    }

    private static IServiceCollection Services(ContainersMode mode, bool defaultsOff) =>
        new ServiceCollection().AddContainers(new ContainersConfig { Mode = mode }, new HostPaths(), defaultsOff, new InstrumentRegistry());
}
