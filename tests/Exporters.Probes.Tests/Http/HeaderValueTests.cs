using System.Text;
using Exporters.Probes.Modules;
using Exporters.Probes.OAuth;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Http;

internal sealed class HeaderValueTests
{
    [Test]
    public async Task Headers_go_out_in_utf8_and_those_that_follow_from_the_body_are_not_taken_from_the_module()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/", new HttpModule
        {
            Headers = [new RequestHeader("X-A", "é"), new RequestHeader("Content-Length", "5"), new RequestHeader("Transfer-Encoding", "chunked")],
        });

        Assert.That(result.Success, result.Detail);
        var head = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(server.Heads.Single()));
        Assert.That(head, Does.Contain("X-A: é\r\n").And.Not.Contain("Content-Length").And.Not.Contain("Transfer-Encoding"));
    }

    [Test]
    public async Task Headers_of_the_answer_are_compared_as_utf8()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("X-A: é\r\n"))));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/", new HttpModule
        {
            FailIfHeaderNotMatches = [new HeaderMatch("X-A", Probe.Expression("^é$"), AllowMissing: false)],
        });

        Assert.That(result.Success, result.Detail);
    }

    [Test]
    public async Task The_newline_at_the_end_of_a_token_file_is_taken_off()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""));
        using var file = new TempFile("secret\n");

        var result = await Probe.HttpAsync(
            $"http://127.0.0.1:{server.Port}/", new HttpModule { Credentials = HttpCredentials.Token("Bearer", file.Path, isFile: true) });

        Assert.That(result.Success, result.Detail);
        Assert.That(server.Heads.Single(), Does.Contain("Authorization: Bearer secret\r\n"));
    }

    [Test]
    public async Task A_token_file_of_two_lines_is_refused_before_a_byte_is_sent([Values] bool isHeader)
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""));
        using var file = new TempFile("secret\r\nX-Injected: 1\n");

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/", isHeader
            ? new HttpModule { Headers = [new RequestHeader("X-A", file.Path, IsFile: true)] }
            : new HttpModule { Credentials = HttpCredentials.Token("Bearer", file.Path, isFile: true) });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Is.EqualTo($"{file.Path} must hold one line: there are line breaks or other control characters within its text"));
        Assert.That(server.Heads, Is.Empty);
    }

    [TestCase("""{"access_token": "a\r\nX-Injected: 1"}""")]
    [TestCase("""{"access_token": "a", "token_type": "x\n"}""")]
    public void A_token_endpoint_cannot_add_headers(string answer) =>
        Assert.That(() => AccessToken.Parse(Encoding.UTF8.GetBytes(answer)), Throws.TypeOf<FormatException>());
}
