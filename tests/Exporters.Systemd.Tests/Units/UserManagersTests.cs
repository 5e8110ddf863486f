using Exporters.Systemd.Units;
using Exporters.Testing.Systemd;

namespace Exporters.Systemd.Tests.Units;

[CancelAfter(60_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class UserManagersTests : IDisposable
{
    private readonly FakeHost _host = new() { Yaml = "interval: 1s" };
    private readonly FakeBus _user = new(isBus: false);

    public void Dispose()
    {
        _user.Dispose();
        _host.Dispose();
    }

    [Test]
    public void A_user_is_known_by_the_name_that_logind_knows_else_that_of_passwd_else_the_number()
    {
        Write("run/systemd/users/1000", "# private\nNAME=alice\nSTATE=lingering\n");
        Write("etc/passwd", "root:x:0:0::/root:/bin/sh\nbob:x:1001:1001::/home/bob:/bin/sh\n");
        var users = new UserManagers(_host.Paths);
        Assert.That(new[] { users.NameOf("1000"), users.NameOf("1001"), users.NameOf("1002") }, Is.EqualTo(new[] { "alice", "bob", "1002" }));
    }

    [Test]
    public void Users_without_a_socket_are_passed_over()
    {
        Write("run/user/1000/bus", "");
        Write("run/user/1001/gnupg/x", "");
        Write("run/user/lost+found/bus", "");
        Assert.That(new UserManagers(_host.Paths).Find().Keys, Is.EqualTo(new[] { "1000" }));
    }

    [Test]
    public async Task Units_of_a_user_carry_the_manager_and_the_user_and_the_systems_nothing_else(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service"));
        _user.Add(FakeUnit.Service("sync.service"));
        _host.Yaml = """
            interval: 1s
            groups: [{ match: ["sync.service"], labels: { type: a } }]
            """;
        Write("etc/passwd", "alice:x:1000:1000::/home/alice:/bin/sh\n");
        Directory.CreateDirectory(Path.Combine(_host.Root, "run/user/1000/systemd"));
        File.CreateSymbolicLink(Path.Combine(_host.Root, "run/user/1000/systemd/private"), _user.SocketPath);

        await _host.Watch.StartAsync(cancellation);
        while (_host.Watch.Report().State == Exporters.Metrics.Modules.ModuleState.Starting)
        {
            await Task.Delay(10, cancellation);
        }

        Assert.That(_host.Samples("systemd_unit_info"), Is.EquivalentTo(new[]
        {
            """systemd_unit_info{name="web.service",type="service",mount_type="",service_type="simple"} 1""",
            """systemd_unit_info{name="sync.service",type="service",manager="user",user="alice",mount_type="",service_type="simple"} 1""",
        }));
        Assert.That(_host.Samples("systemd_unit_group_info"), Is.EqualTo(new[]
        {
            """systemd_unit_group_info{name="sync.service",manager="user",user="alice",type="a"} 1""",
        }));
        Assert.That(_host.Samples("systemd_manager_up"), Is.EquivalentTo(new[] { "systemd_manager_up 1", """systemd_manager_up{manager="user",user="alice"} 1""" }));
        Assert.That(_host.NodeSamples("node_systemd_unit_state"), Has.None.Contain("sync"));
        await _host.Watch.StopAsync(cancellation);
    }

    [Test]
    public async Task A_manager_that_hangs_does_not_hold_up_the_others(CancellationToken cancellation)
    {
        _host.Bus.Add(FakeUnit.Service("web.service"));
        _user.Script = _ => FakeAnswer.Silence;
        Directory.CreateDirectory(Path.Combine(_host.Root, "run/user/1000/systemd"));
        File.CreateSymbolicLink(Path.Combine(_host.Root, "run/user/1000/systemd/private"), _user.SocketPath);
        await _host.Watch.StartAsync(cancellation);
        while (_host.Watch.System!.Snapshot is null)
        {
            await Task.Delay(10, cancellation);
        }

        Assert.That(_host.Samples("systemd_unit_info"), Has.Length.EqualTo(1));
        await _host.Watch.StopAsync(cancellation);
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_host.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
