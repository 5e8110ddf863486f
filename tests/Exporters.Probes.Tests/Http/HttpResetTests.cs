using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Http;

internal sealed class HttpResetTests
{
    [TestCase("", TestName = "A_reset_before_the_answer_is_told_as_reset")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Le", TestName = "A_reset_within_the_headers_is_told_as_reset")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", TestName = "A_reset_within_the_body_is_told_as_reset")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", TestName = "A_reset_within_a_chunk_is_told_as_reset")]
    public async Task A_reset_is_told_as_reset(string before)
    {
        using var cut = ScriptServer.Start(async (stream, socket) =>
        {
            await ScriptServer.HeadAsync(stream);
            await ScriptServer.WriteAsync(stream, before);
            ScriptServer.Reset(socket);
        });
        using var ended = ScriptServer.Answer(before);

        var reset = await Probe.HttpAsync($"http://127.0.0.1:{cut.Port}");
        var end = await Probe.HttpAsync($"http://127.0.0.1:{ended.Port}");

        Assert.That(reset.Failure, Is.EqualTo(FailureReason.Reset), reset.Detail);
        Assert.That(end.Failure, Is.EqualTo(FailureReason.Reset), end.Detail);
    }

    [Test]
    public async Task A_reset_on_connecting_is_told_as_reset()
    {
        using var server = ScriptServer.Start((_, socket) =>
        {
            ScriptServer.Reset(socket);
            return Task.CompletedTask;
        });

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}");

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Reset), result.Detail);
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_reset_within_the_handshake_is_told_as_reset(bool hard)
    {
        using var server = ScriptServer.Start(async (stream, socket) =>
        {
            await stream.ReadExactlyAsync(new byte[16]);
            if (hard)
            {
                ScriptServer.Reset(socket);
            }
        });

        var result = await Probe.HttpAsync($"https://127.0.0.1:{server.Port}", new HttpModule { Tls = TestPki.Trusted });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Reset), result.Detail);
        Assert.That(result.Tls, Is.Null);
    }

    [Test]
    public async Task A_reset_after_the_handshake_keeps_what_the_handshake_told()
    {
        using var server = ScriptServer.Start(
            async (stream, socket) =>
            {
                await ScriptServer.HeadAsync(stream);
                ScriptServer.Reset(socket);
            },
            certificate: TestPki.Server());

        var result = await Probe.HttpAsync($"https://localhost:{server.Port}", new HttpModule { Tls = TestPki.Trusted });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Reset), result.Detail);
        Assert.That(result.Tls!.EarliestExpiry, Is.Not.Null);
    }
}
