using Exporters.Systemd.Groups;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Groups;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class GroupTests : IDisposable
{
    private readonly FakeHost _host = new()
    {
        Yaml = """
            managers: [system]
            groups:
              - { match: ["agent-core_*.service", "agent-gone.service"], labels: { type: primary } }
              - { match: ["agent-*.service"], labels: { type: support, team: "a\"b" } }
            """,
    };

    public void Dispose() => _host.Dispose();

    [Test]
    public async Task A_unit_has_the_labels_of_the_first_group_that_matches(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("agent-core_1.service"));
        _host.Bus.Add(FakeUnit.Service("agent-x.service"));
        _host.Bus.Add(FakeUnit.Service("other.service"));
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_group_info"), Is.EquivalentTo(new[]
        {
            """systemd_unit_group_info{name="agent-core_1.service",type="primary"} 1""",
            """systemd_unit_group_info{name="agent-gone.service",type="primary"} 1""",
            """systemd_unit_group_info{name="agent-x.service",team="a\"b",type="support"} 1""",
        }));
    }

    [Test]
    public async Task A_configured_unit_that_does_not_exist_says_so(CancellationToken cancellation)
    {
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_group_member_state").Where(line => line.EndsWith('1')), Is.EqualTo(new[]
        {
            """systemd_unit_group_member_state{name="agent-gone.service",state="not-found"} 1""",
        }));
        Assert.That(_host.Samples("systemd_unit_group_units"), Does.Contain("""systemd_unit_group_units{type="primary"} 1"""));
    }

    [Test]
    public async Task A_unit_that_is_only_a_file_is_inactive_and_a_masked_one_is_masked(CancellationToken cancellation)
    {
        _host.Bus.UnitFiles.Add("/etc/systemd/system/agent-file.service");
        _host.Bus.UnitFiles.Add("/etc/systemd/system/agent-core_@.service");
        _host.Bus.Add(new FakeUnit("agent-masked.service") { LoadState = "masked", ActiveState = "inactive", SubState = "dead" });
        await _host.RoundAsync(cancellation);
        var states = _host.Samples("systemd_unit_group_member_state").Where(line => line.EndsWith('1'));
        Assert.That(states, Does.Contain("""systemd_unit_group_member_state{name="agent-file.service",state="inactive"} 1"""));
        Assert.That(states, Does.Contain("""systemd_unit_group_member_state{name="agent-masked.service",state="masked"} 1"""));
        Assert.That(_host.Samples("systemd_unit_group_info"), Has.None.Contain("@"));
    }

    [TestCase("bad-setting", "bad-setting")]
    [TestCase("error", "error")]
    [TestCase("masked", "masked")]
    [TestCase("not-found", "not-found")]
    [TestCase("merged", "inactive")]
    public async Task A_unit_that_could_not_be_loaded_is_in_the_state_that_says_why(string loadState, string expected, CancellationToken cancellation)
    {
        _host.Bus.Add(new FakeUnit("agent-x.service") { LoadState = loadState, ActiveState = "inactive", SubState = "dead" });
        await _host.RoundAsync(cancellation);
        Assert.That(StateOf("agent-x.service"), Is.EqualTo(new[] { expected }));
    }

    [TestCase("bad-setting", "active", "active")]
    [TestCase("masked", "active", "active")]
    [TestCase("not-found", "failed", "failed")]
    [TestCase("not-found", "reloading", "active")]
    public async Task A_unit_that_runs_or_failed_says_so_whatever_became_of_its_file(
        string loadState, string activeState, string expected, CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("agent-x.service")).LoadState = loadState;
        _host.Bus.Units.Values.Single().ActiveState = activeState;
        await _host.RoundAsync(cancellation);
        Assert.That(StateOf("agent-x.service"), Is.EqualTo(new[] { expected }));
        Assert.That(_host.Samples("systemd_unit_load_failed"), Is.EqualTo(new[]
        {
            $$"""systemd_unit_load_failed{name="agent-x.service",type="service",load_state="{{loadState}}"} 1""",
        }));
    }

    [TestCase("bad-setting", "bad-setting")]
    [TestCase("not-found", "not-found")]
    [TestCase("loaded", "inactive")]
    public async Task A_unit_that_is_only_a_file_is_loaded_to_learn_whether_the_file_is_good(string loadState, string expected, CancellationToken cancellation)
    {
        AddFile("agent-file.service", loadState);
        await _host.RoundAsync(cancellation);
        Assert.That(StateOf("agent-file.service"), Is.EqualTo(new[] { expected }));
        Assert.That(_host.Samples("systemd_unit_load_failed"), Has.Length.EqualTo(expected == "bad-setting" ? 1 : 0));
        Assert.That(_host.Samples("systemd_unit_state"), Is.Empty, "as the peer: loaded units only");
    }

    [Test]
    public async Task A_unit_that_is_only_a_file_is_asked_anew_when_files_change_and_not_before(CancellationToken cancellation)
    {
        var unit = AddFile("agent-file.service", "bad-setting");
        await _host.RoundAsync(cancellation);
        unit.With("LoadState", "s", "loaded");
        var asked = _host.Bus.Calls("GetAll");
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Bus.Calls("GetAll"), Is.EqualTo(asked + 1), "the manager itself");
        Assert.That(StateOf("agent-file.service"), Is.EqualTo(new[] { "bad-setting" }));

        await _host.Bus.SignalAsync("/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "UnitFilesChanged", "");
        for (var i = 0; i < 10 && StateOf("agent-file.service").Single() != "inactive"; i++)
        {
            await _host.RoundAsync(cancellation);
        }

        Assert.That(StateOf("agent-file.service"), Is.EqualTo(new[] { "inactive" }));
    }

    [Test]
    public async Task A_unit_that_is_only_a_file_and_may_not_be_asked_is_inactive(CancellationToken cancellation)
    {
        var unit = AddFile("agent-file.service", "loaded");
        _host.Bus.Script = call => call.Path == unit.Path ? FakeAnswer.Fails("org.freedesktop.DBus.Error.AccessDenied") : null;
        await _host.RoundAsync(cancellation);
        Assert.That(StateOf("agent-file.service"), Is.EqualTo(new[] { "inactive" }));
    }

    [Test]
    public async Task Counts_tell_how_many_run_and_how_many_failed(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("agent-core_1.service"));
        _host.Bus.Add(FakeUnit.Service("agent-core_2.service")).ActiveState = "failed";
        _host.Bus.Add(FakeUnit.Service("agent-core_3.service")).ActiveState = "reloading";
        await _host.RoundAsync(cancellation);
        Assert.That(_host.Samples("systemd_unit_group_units"), Does.Contain("""systemd_unit_group_units{type="primary"} 4"""));
        Assert.That(_host.Samples("systemd_unit_group_units_running"), Does.Contain("""systemd_unit_group_units_running{type="primary"} 2"""));
        Assert.That(_host.Samples("systemd_unit_group_units_failed"), Does.Contain("""systemd_unit_group_units_failed{type="primary"} 1"""));
        Assert.That(_host.Samples("systemd_unit_group_units"), Does.Contain("""systemd_unit_group_units{team="a\"b",type="support"} 0"""));
    }

    /// <summary>The states of a unit that are 1.</summary>
    private string[] StateOf(string name) =>
    [
        .. _host.Samples("systemd_unit_group_member_state")
            .Where(line => line.Contains($"name=\"{name}\"", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal))
            .Select(line => line.Split("state=\"")[1].Split('"')[0]),
    ];

    private FakeUnit AddFile(string name, string loadState)
    {
        _host.Bus.UnitFiles.Add("/etc/systemd/system/" + name);
        return _host.Bus.Add(new FakeUnit(name) { IsListed = false }.With("LoadState", "s", loadState));
    }

    [TestCase("agent-*.service", "agent-a.service", true)]
    [TestCase("agent-?.service", "agent-ab.service", false)]
    [TestCase("agent-[ab].service", "agent-b.service", true)]
    [TestCase("agent-[!ab].service", "agent-b.service", false)]
    [TestCase("agent-[", "agent-[", true)]
    [TestCase(@"agent@eu\x2d*.service", @"agent@eu\x2dwest.service", true)]
    [TestCase("a.b", "axb", false)]
    [TestCase("agent-*", "my-agent-1", false)]
    public void Patterns_are_those_of_systemctl(string pattern, string name, bool matches) =>
        Assert.That(new UnitPattern(pattern).Matches(name), Is.EqualTo(matches));
}
