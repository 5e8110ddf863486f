using Exporters.Containers.Lifecycle;
using Exporters.Containers.Usage;
using Exporters.Docker;
using Exporters.Testing;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Lifecycle;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class LayerSizesTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly FakeDockerDaemon _daemon = new();
    private readonly ManualTimeProvider _time = new();
    private readonly FakeContainer _web = new() { Id = FakeContainer.IdOf(1), Name = "web" };
    private readonly FixtureTree _machine = FixtureTree.Empty()
        .Add("proc/1/mountinfo", "24 22 254:2 / /var/lib rw,relatime shared:2 - xfs /dev/sdb1 rw\n")
        .Add("root/var/lib/docker/mark", "")
        .Add("sys/fs/cgroup/cgroup.controllers", "cpu memory\n")
        .Add($"sys/fs/cgroup/docker/{FakeContainer.IdOf(1)}/cpu.stat", "usage_usec 1\n");

    private readonly ListLogger<LayerSizes> _log = new();
    private readonly WatcherRig _rig;
    private readonly DockerClient _client;
    private readonly LayerSizes _sizes;

    public LayerSizesTests()
    {
        _daemon.Add(_web);
        _rig = new WatcherRig(_daemon, machine: _machine);
        _client = new DockerClient(DockerEndpoint.Resolve(_daemon.Endpoint, null, _ => null));
        _sizes = new LayerSizes(_client, _rig.Inventory, Interval, _time, _log);
    }

    public async ValueTask DisposeAsync()
    {
        await _sizes.StopAsync(CancellationToken.None);
        _sizes.Dispose();
        _client.Dispose();
        await _rig.DisposeAsync();
    }

    [Test, CancelAfter(60_000)]
    public async Task Layers_are_measured_on_their_own_timer_and_shown_with_the_device_that_holds_them()
    {
        await _rig.StartAsync();
        Assert.That(Page.Samples(_rig.Usage, "container_fs_usage_bytes"), Is.Empty, "nobody has measured");
        Assert.That(Page.Samples(_rig.Usage, "container_fs_limit_bytes").Single(), Does.Contain("name=\"web\"").And.Contain("device=\"/dev/sdb1\""));

        await _sizes.StartAsync(CancellationToken.None);
        await UsesAsync(0); // the daemon leaves out a size of nothing
        _web.SizeRw = 8192;
        await PassAsync();
        await UsesAsync(8192);
        Assert.That(_daemon.Requests.Count(request => request.Contains("size=1", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test, CancelAfter(60_000)]
    public async Task A_daemon_that_cannot_measure_is_said_and_asked_again()
    {
        await _rig.StartAsync();
        _daemon.Answer("/containers/json", FakeAnswer.Error(500, "no space left on device"));
        await _sizes.StartAsync(CancellationToken.None);
        await _rig.EventuallyAsync(() => _log.Lines.Count == 1, "a line");
        Assert.That(_log.Lines.Single(), Does.StartWith("Warning: Writable layers were not measured: ").And.EndWith(": 500 no space left on device"));
        _daemon.Answer("/containers/json", null);
        await PassAsync();
        await UsesAsync(0);
    }

    private Task UsesAsync(int bytes) => _rig.EventuallyAsync(
        () => Page.Samples(_rig.Usage, "container_fs_usage_bytes").Any(line => line.Contains("device=\"/dev/sdb1\"", StringComparison.Ordinal) && line.EndsWith($" {bytes}", StringComparison.Ordinal)),
        $"{bytes} bytes");

    /// <summary>Lets the interval pass, once somebody waits for it.</summary>
    private async Task PassAsync()
    {
        await _time.WaitForTimersAsync(1);
        _time.Advance(Interval);
    }
}
