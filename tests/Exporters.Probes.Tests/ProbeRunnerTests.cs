using System.Net;
using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

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
        var runner = new ProbeRunner(TimeProvider.System, resolver);

        var probe = runner.RunAsync(
            "http://slow.test/", new ProbeModule { Name = "test", Http = new HttpModule() }, Probe.Anywhere, Probe.Long, ProbeTrace.Off, null, cancel.Token);
        await asked.Task.WaitAsync(Probe.Long);
        await cancel.CancelAsync();

        Assert.That(async () => await probe, Throws.InstanceOf<OperationCanceledException>());
        go.Set();
    }
}
