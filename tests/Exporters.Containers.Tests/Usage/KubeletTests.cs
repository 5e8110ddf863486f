using Exporters.Containers.Tests.Lifecycle;
using Exporters.Testing;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Usage;

/// <summary>
/// A kubelet's machine without Docker: the groups lie where containerd puts them with systemd's driver, and hold the files that were
/// captured of a container on cgroup v2.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class KubeletTests : IAsyncDisposable
{
    private const string Pod = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0f1e2d3c_4b5a_6978_8796_a5b4c3d2e1f0.slice";
    private static readonly string Sandbox = new('a', 64);
    private static readonly string App = new('b', 64);

    private readonly FakeDockerDaemon _daemon = new();
    private readonly WatcherRig _rig;

    public KubeletTests()
    {
        var captured = FixtureTree.Machine("debian13-cgroup2");
        var machine = FixtureTree.Empty();
        var scope = new DirectoryInfo($"{captured.Directory}/sys/fs/cgroup/system.slice").GetDirectories("docker-*.scope").Single();
        machine.Add("sys/fs/cgroup/cgroup.controllers", File.ReadAllText($"{captured.Directory}/sys/fs/cgroup/cgroup.controllers"));
        foreach (var (id, pid) in ((string, int)[])[(Sandbox, 2001), (App, 2002)])
        {
            foreach (var file in scope.GetFiles())
            {
                machine.Add($"sys/fs/cgroup{Pod}/cri-containerd-{id}.scope/{file.Name}", File.ReadAllBytes(file.FullName));
            }

            machine.Add($"sys/fs/cgroup{Pod}/cri-containerd-{id}.scope/cgroup.procs", $"{pid}\n");
            machine.Add($"proc/{pid}/net/dev", File.ReadAllBytes($"{captured.Directory}/proc/1066/net/dev")).Link($"proc/{pid}/ns/net", "net:[4026532201]");
        }

        machine.Link("proc/1/ns/net", "net:[4026531840]");
        _rig = new WatcherRig(_daemon, machine: machine, config: new ContainersConfig());
    }

    public async ValueTask DisposeAsync() => await _rig.DisposeAsync();

    [Test, CancelAfter(60_000)]
    public async Task Containers_of_pods_have_their_use_under_their_ids_and_the_pods_network_once()
    {
        await _daemon.StopAsync();
        await _rig.StartAsync();
        Assert.That(
            Page.Samples(_rig.Usage, "container_memory_working_set_bytes").Select(line => line.Split(' ')[0]),
            Is.EquivalentTo(new[]
            {
                $$"""container_memory_working_set_bytes{id="{{Pod}}/cri-containerd-{{Sandbox}}.scope",name="{{Sandbox}}"}""",
                $$"""container_memory_working_set_bytes{id="{{Pod}}/cri-containerd-{{App}}.scope",name="{{App}}"}""",
            }));
        foreach (var family in (string[])["container_cpu_usage_seconds_total", "container_spec_memory_limit_bytes", "container_threads", "container_pressure_cpu_waiting_seconds_total"])
        {
            Assert.That(Page.Samples(_rig.Usage, family), Has.Length.EqualTo(2), family);
        }

        Assert.That(Page.Samples(_rig.Usage, "container_network_receive_bytes_total").Single(), Does.Contain(Sandbox).And.Contain("interface=\"eth0\""));
        Assert.That(Page.Samples(_rig.Lifecycle, "container_state"), Is.Empty);
        Assert.That(Page.Samples(_rig.Lifecycle, "exporters_source_unreadable"), Is.Empty, "nobody asked for Docker");
        Assert.That(_rig.Log.Lines.Single(), Does.StartWith("Information: No Docker at unix:///"));
    }
}
