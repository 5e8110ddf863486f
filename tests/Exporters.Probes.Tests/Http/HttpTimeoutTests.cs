using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Http;

internal sealed class HttpTimeoutTests
{
    [TestCase("", TestName = "A_server_that_does_not_answer_is_a_timeout")]
    [TestCase("HTTP/1.1 200 OK\r\nX: ", TestName = "Headers_without_end_are_a_timeout")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow", TestName = "A_body_that_stalls_is_a_timeout")]
    public async Task A_stall_is_a_timeout(string before)
    {
        var stalled = new TaskCompletionSource();
        var over = new TaskCompletionSource();
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            await ScriptServer.HeadAsync(stream);
            await ScriptServer.WriteAsync(stream, before);
            stalled.SetResult();
            await over.Task;
        });
        var time = new ManualTime();
        var module = new ProbeModule { Name = "test", Http = new HttpModule() };

        var probe = new ProbeRunner(time, Probe.Resolver(), Probe.Instruments()).RunAsync(
            $"http://127.0.0.1:{server.Port}", module, Probe.Anywhere, TimeSpan.FromSeconds(10), ProbeTrace.Off, null, CancellationToken.None);
        await stalled.Task.WaitAsync(Probe.Long);
        time.Advance(TimeSpan.FromSeconds(10));
        var result = await probe.WaitAsync(Probe.Long);
        over.SetResult();

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Timeout), result.Detail);
        Assert.That(result.Detail, Is.EqualTo("not done within 10s"));
        Assert.That(result.Seconds, Is.EqualTo(10));
        Assert.That(result.TimeoutSeconds, Is.EqualTo(10));
    }

    [Test]
    public async Task A_name_server_that_does_not_answer_is_a_dns_failure()
    {
        var asked = new TaskCompletionSource();
        using var over = new ManualResetEventSlim();
        var resolver = new HostResolver(_ =>
        {
            asked.SetResult();
            over.Wait();
            return [];
        });
        var time = new ManualTime();

        var probe = new ProbeRunner(time, resolver, Probe.Instruments()).RunAsync(
            "http://slow.test/", new ProbeModule { Name = "test", Http = new HttpModule() }, Probe.Anywhere, TimeSpan.FromSeconds(5), ProbeTrace.Off, null, CancellationToken.None);
        await asked.Task.WaitAsync(Probe.Long);
        time.Advance(TimeSpan.FromSeconds(5));
        var result = await probe.WaitAsync(Probe.Long);
        over.Set();

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Dns));
        Assert.That(result.Detail, Is.EqualTo("slow.test was not resolved in time: the name server does not answer"));
        Assert.That(result.LookupSeconds, Is.EqualTo(5));
    }
}
