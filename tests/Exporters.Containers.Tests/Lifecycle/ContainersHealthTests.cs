using Exporters.Containers.Lifecycle;
using Exporters.Metrics.Modules;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Lifecycle;

/// <summary>Containers, asked for one by one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ContainersHealthTests : IAsyncDisposable
{
    private readonly FakeDockerDaemon _daemon = new();
    private WatcherRig? _rig;

    public async ValueTask DisposeAsync() => await (_rig?.DisposeAsync() ?? _daemon.DisposeAsync());

    [TestCase("running", null, true, "running")]
    [TestCase("running", "healthy", true, "running, healthy")]
    [TestCase("running", "starting", false, "running, its health check has not passed yet")]
    [TestCase("running", "unhealthy", false, "running, unhealthy: docker inspect -f '{{json .State.Health}}' web shows what its check said")]
    [TestCase("paused", null, false, "paused")]
    [CancelAfter(60_000)]
    public async Task It_is_well_while_it_runs_and_its_check_passes(string state, string? health, bool well, string detail)
    {
        await StartAsync(new FakeContainer { Id = FakeContainer.IdOf(1), Name = "web", State = state, Health = health });

        Assert.That(new ContainersHealth(_rig!.Inventory).Find("web"), Is.EqualTo(new ThingHealth(well, detail)));
    }

    [Test, CancelAfter(60_000)]
    public async Task It_is_found_by_the_beginning_of_its_id()
    {
        await StartAsync(new FakeContainer { Id = FakeContainer.IdOf(0xabc), Name = "web" });
        var health = new ContainersHealth(_rig!.Inventory);

        Assert.That(health.Find(FakeContainer.IdOf(0xabc)), Is.EqualTo(ThingHealth.Well("running")));
        Assert.That(health.Find("wep"), Is.Null);
        Assert.That(health.Names, Is.EqualTo(new[] { "web" }));
    }

    [Test]
    public void Before_the_first_round_nothing_is_known() =>
        Assert.That(new ContainersHealth(new Inventory()).Find("web"), Is.EqualTo(ThingHealth.Ill("the first round is not complete")));

    private async Task StartAsync(FakeContainer container)
    {
        _daemon.Add(container);
        _rig = new WatcherRig(_daemon);
        await _rig.StartAsync();
    }
}
