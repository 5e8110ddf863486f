using Exporters.Configuration;
using Exporters.Configuration.Settings;

namespace Exporters.Systemd.Tests;

internal sealed class SystemdConfigReaderTests
{
    [Test]
    public void Without_a_section_both_managers_are_asked_where_they_answer()
    {
        var config = SystemdConfigReader.Read(null, new SettingValues());
        Assert.That(config.Enabled, Is.Null);
        Assert.That(config is { System: true, Users: true, Address: null }, Is.True);
        Assert.That(config.Interval, Is.EqualTo(TimeSpan.FromSeconds(15)));
    }

    [Test]
    public void Everything_can_be_said()
    {
        var settings = new SettingValues();
        var report = new ConfigReport();
        var config = SystemdConfigReader.Read(ConfigFile.Parse(
            """
            enabled: auto
            managers: [user]
            interval: 30s
            address: unix:path=/run/other
            units: { include: '.+\.service', exclude: 'x.*' }
            restart_count: false
            node: { unit_exclude: 'y.*', task_metrics: true }
            groups:
              - { match: ["a-*.service"], labels: { type: primary } }
              - { match: "b.service", labels: { type: primary } }
            """,
            "test.yaml",
            report), settings);
        Assert.That(report.Problems, Is.Empty);
        Assert.That(config is { Enabled: null, System: false, Users: true, Address: "unix:path=/run/other" }, Is.True);
        Assert.That(config.Interval, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(config.Groups.All, Has.Count.EqualTo(1), "entries with the same labels are one group");
        var options = SystemdOptions.From(config, settings);
        Assert.That(options is { Restarts: false, NodeTasks: true, WatchSystem: false }, Is.True);
        Assert.That(options.Filter.InUnits("y.service"), Is.True);
        Assert.That(options.Filter.InUnits("x.service"), Is.False);
        Assert.That(options.Filter.InNode("y.service"), Is.False);
        Assert.That(options.Filter.InNode("x.service"), Is.True);
    }

    [TestCase("enabled: maybe", "test.yaml:1:10: enabled: must be true or false, got \"maybe\"")]
    [TestCase("managers: [session]", "test.yaml:1:12: managers[0]: must be one of system, user, got \"session\"")]
    [TestCase("managers: []", "test.yaml:1:11: managers: must name system, user or both; enabled: false turns the module off")]
    [TestCase("interval: 0s", "test.yaml:1:11: interval: must be between 1s and 10m, got \"0s\"")]
    [TestCase("address: tcp:host=a", "test.yaml:1:10: address: must be the address of a unix socket such as unix:path=/run/dbus/system_bus_socket, got \"tcp:host=a\"")]
    [TestCase("manager: [system]", "test.yaml:1:1: manager: unknown key; did you mean managers?")]
    [TestCase("groups: [{ match: [\"a.service\"] }]", "test.yaml:1:10: groups[0]: must have at least one label: labels: { type: primary }")]
    [TestCase("groups: [{ labels: { type: a } }]", "test.yaml:1:10: groups[0]: must name the units: match: [\"agent-*.service\"]")]
    [TestCase("groups: [{ match: [\"agent\"], labels: { type: a } }]", "test.yaml:1:20: groups[0].match[0]: must match names with their suffix, such as agent.service, got \"agent\"")]
    [TestCase("groups: [{ match: [\"a.service\"], labels: { name: a } }]", "test.yaml:1:50: groups[0].labels.name: the label name is taken; the labels name, manager, user, state have a meaning of their own")]
    public void Problems_say_where_and_what_would_be_right(string yaml, string expected)
    {
        var report = new ConfigReport();
        SystemdConfigReader.Read(ConfigFile.Parse(yaml, "test.yaml", report), new SettingValues());
        Assert.That(report.Problems.Select(problem => problem.ToString()), Does.Contain(expected));
    }

    [Test]
    public void The_private_socket_is_for_root_and_a_given_address_is_the_only_one()
    {
        var paths = new Linux.HostPaths();
        string[] Of(string? address, bool privateOnly, bool isRoot, string? variable = null) =>
            [.. Systemd.Bus.BusTargets.OfSystem(address, privateOnly, isRoot, paths, _ => variable).Select(target => target.Address.Path)];
        Assert.That(Of(null, false, true), Is.EqualTo(new[] { "/run/systemd/private", "/run/dbus/system_bus_socket" }));
        Assert.That(Of(null, false, false), Is.EqualTo(new[] { "/run/dbus/system_bus_socket" }));
        Assert.That(Of(null, true, true), Is.EqualTo(new[] { "/run/systemd/private" }));
        Assert.That(Of(null, false, true, "unix:path=/b"), Is.EqualTo(new[] { "/b" }));
        Assert.That(Of("unix:path=/a", false, true, "unix:path=/b"), Is.EqualTo(new[] { "/a" }));
    }
}
