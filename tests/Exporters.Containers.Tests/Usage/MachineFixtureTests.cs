using Exporters.Containers.Lifecycle;
using Exporters.Containers.Tests.Lifecycle;
using Exporters.Containers.Usage;
using Exporters.Metrics;
using Exporters.Testing;
using Exporters.Testing.FakeDocker;

namespace Exporters.Containers.Tests.Usage;

/// <summary>Pages of machines that were captured with a container of a compose project, <c>--cpus 0.2 -m 64m</c>.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MachineFixtureTests : IAsyncDisposable
{
    private readonly FakeDockerDaemon _daemon = new();
    private WatcherRig? _rig;

    public static IEnumerable<string> Machines => FixtureTree.Machines;

    public async ValueTask DisposeAsync() => await (_rig?.DisposeAsync() ?? _daemon.DisposeAsync());

    [TestCaseSource(nameof(Machines)), CancelAfter(60_000)]
    public async Task The_page_of_a_real_machine_is_as_expected(string machine)
    {
        await StartAsync(machine);
        Matches("containers", Shown(Page.Of(_rig!.Usage)));
        Matches("container_lifecycle", Shown(Page.Of(_rig.Lifecycle)));
        Matches("machine", Page.Of(new MachineCollector(_rig.Inventory, _rig.Machine.Paths)));

        void Matches(string collector, string page) => Golden.Matches(page, $"{_rig!.Machine.Directory}/expected/{collector}.prom");
    }

    [TestCaseSource(nameof(Machines)), CancelAfter(60_000)]
    public async Task Every_family_that_is_written_is_declared(string machine)
    {
        await StartAsync(machine);
        var machineCollector = new MachineCollector(_rig!.Inventory, _rig.Machine.Paths);
        foreach (var collector in (ICollector[])[_rig.Usage, _rig.Lifecycle, machineCollector])
        {
            var writer = new FamilyWriter();
            collector.Collect(writer);
            Assert.That(Page.Families(writer), Is.SubsetOf(collector.Families));
        }
    }

    [TestCaseSource(nameof(Machines)), CancelAfter(60_000)]
    public async Task Memory_stays_flat_over_a_thousand_rounds(string machine)
    {
        await StartAsync(machine);
        var writer = new FamilyWriter();
        for (var i = 0; i < 10; i++)
        {
            Round();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Round();
        }

        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, Is.LessThan(1024), "bytes allocated a round");

        void Round()
        {
            writer.Clear();
            _rig!.Usage.Collect(writer);
            _rig.Lifecycle.Collect(writer);
        }
    }

    [Test, CancelAfter(60_000)]
    public async Task Interfaces_of_the_host_are_a_container_s_only_where_that_is_asked_for([Values] bool hostNetwork)
    {
        await StartAsync("debian13-cgroup2", inHostNetwork: true, new ContainersConfig { Endpoint = _daemon.Endpoint, HostNetwork = hostNetwork });

        Assert.That(Page.Samples(_rig!.Usage, "container_network_receive_bytes_total"), hostNetwork ? Is.Not.Empty : Is.Empty);
    }

    private async Task StartAsync(string machine, bool inHostNetwork = false, ContainersConfig? config = null)
    {
        var tree = FixtureTree.Machine(machine);
        var inspect = await File.ReadAllBytesAsync($"{tree.Directory}/inspect.json");
        if (inHostNetwork)
        {
            var answer = System.Text.Json.Nodes.JsonNode.Parse(inspect)!;
            answer["HostConfig"]!["NetworkMode"] = "host";
            inspect = System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString());
        }

        var id = System.Text.Json.JsonDocument.Parse(inspect).RootElement.GetProperty("Id").GetString()!;
        _daemon.Answer("/containers/json", FakeAnswer.Json($$"""[{"Id":"{{id}}","Names":["/shop-web"],"State":"running","Status":"Up"}]"""));
        _daemon.Answer($"/containers/{id}/json", new FakeAnswer(200, inspect));
        _rig = new WatcherRig(_daemon, machine: tree, config: config);
        await _rig.StartAsync();
    }

    /// <summary>Without what differs from run to run.</summary>
    private static string Shown(string page) => string.Join(
        '\n', page.Split('\n').Where(line => !line.StartsWith("container_last_seen{", StringComparison.Ordinal) && !line.StartsWith("exporters_", StringComparison.Ordinal)));
}
