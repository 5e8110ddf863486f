using System.Net;
using System.Net.Sockets;
using Exporters.Metrics.Instruments;
using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;
using Exporters.Testing;

namespace Exporters.Probes.Tests;

internal sealed class ProbeRunnerTests
{
    [Test]
    public async Task A_probe_called_off_while_its_name_is_looked_up_is_cancelled_and_no_failure()
    {
        using var cancel = new CancellationTokenSource();
        var asked = new TaskCompletionSource();
        using var go = new ManualResetEventSlim();
        var resolver = new HostResolver(_ =>
        {
            asked.SetResult();
            go.Wait(Probe.Long);
            return [IPAddress.Loopback];
        });
        var runner = new ProbeRunner(TimeProvider.System, resolver, Probe.Instruments());

        var probe = runner.RunAsync(
            "http://slow.test/", new ProbeModule { Name = "test", Http = new HttpModule() }, Probe.Anywhere, Probe.Long, ProbeTrace.Off, null, cancel.Token);
        await asked.Task.WaitAsync(Probe.Long);
        await cancel.CancelAsync();

        Assert.That(async () => await probe, Throws.InstanceOf<OperationCanceledException>());
        go.Set();
    }

    [Test]
    public async Task Probes_are_counted_by_prober_and_outcome_with_their_durations()
    {
        var registry = new InstrumentRegistry();
        var runner = new ProbeRunner(TimeProvider.System, Probe.Resolver(), new ProbeInstruments(registry));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var module = new ProbeModule { Name = "test", Tcp = new TcpModule() };

        await ProbeAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        await ProbeAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        await ProbeAsync(Probe.ClosedPort());

        using var instruments = new InstrumentCollector(registry, showsProcess: true);
        Assert.That(Page.Samples(instruments, "exporters_probes_total"), Is.EquivalentTo(new[]
        {
            "exporters_probes_total{prober=\"tcp\",outcome=\"success\"} 2",
            "exporters_probes_total{prober=\"tcp\",outcome=\"refused\"} 1",
        }));
        Assert.That(Page.Samples(instruments, "exporters_probe_duration_seconds_count"), Is.EqualTo(new[] { "exporters_probe_duration_seconds_count{prober=\"tcp\"} 3" }));

        Task ProbeAsync(int port) =>
            runner.RunAsync($"127.0.0.1:{port}", module, Probe.Anywhere, Probe.Long, ProbeTrace.Off, null, CancellationToken.None);
    }
}
