using Exporters.Metrics.Modules;
using Exporters.Systemd.Groups;
using Exporters.Systemd.Units;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Units;

/// <summary>Units and groups, asked for one by one.</summary>
[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UnitsHealthTests : IDisposable
{
    private readonly FakeHost _host = new()
    {
        Yaml = """
            managers: [system]
            groups:
              - { match: ["agent-*.service"], labels: { type: support } }
            """,
    };

    public void Dispose() => _host.Dispose();

    [Test]
    public void Before_the_first_round_nothing_is_known() =>
        Assert.That(Units.Find("nginx"), Is.EqualTo(ThingHealth.Ill("the first round is not complete")));

    [Test]
    public async Task A_unit_is_found_with_and_without_its_kind(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("nginx.service"));
        await _host.RoundAsync(cancellation);

        Assert.That(Units.Find("nginx.service"), Is.EqualTo(ThingHealth.Well("active")));
        Assert.That(Units.Find("nginx"), Is.EqualTo(ThingHealth.Well("active")));
        Assert.That(Units.Find("ngin"), Is.Null);
        Assert.That(Units.Names, Does.Contain("nginx.service"));
    }

    [Test]
    public async Task A_failed_unit_says_what_tells_more(CancellationToken cancellation)
    {
        _host.Bus.Add(new FakeUnit("nginx.service") { ActiveState = "failed", SubState = "failed" });
        await _host.RoundAsync(cancellation);

        Assert.That(Units.Find("nginx"), Is.EqualTo(ThingHealth.Ill("failed: systemctl status nginx.service tells more")));
    }

    [Test]
    public async Task A_group_is_well_when_all_of_it_is_active(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("agent-a.service"));
        var second = _host.Bus.Add(FakeUnit.Service("agent-b.service"));
        await _host.RoundAsync(cancellation);

        Assert.That(Groups.Find("support"), Is.EqualTo(ThingHealth.Well("2 of 2 units active")));
        Assert.That(Groups.Find("type=support"), Is.EqualTo(ThingHealth.Well("2 of 2 units active")));
        Assert.That(Groups.Find("primary"), Is.Null);

        second.ActiveState = "failed";
        await _host.RoundAsync(cancellation);
        Assert.That(Groups.Find("support"), Is.EqualTo(ThingHealth.Ill("1 of 2 units active: agent-b.service failed")));
    }

    private UnitsHealth Units => new(_host.Watch);

    private GroupsHealth Groups => _host.Groups();
}
