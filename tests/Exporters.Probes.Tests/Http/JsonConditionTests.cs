using Exporters.Probes.Cel;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Http;

internal sealed class JsonConditionTests
{
    [TestCase("{\"status\":\"ok\"}", "", 0)]
    [TestCase("{\"status\":\"bad\"}", "the body is not as \"body.status == 'ok'\" says", 1)]
    [TestCase("{\"state\":1}", "\"body.status == 'ok'\" cannot be decided for the body, at character 6: no such key: status", 1)]
    [TestCase("<html>", "the body is no JSON: '<' is an invalid start of a value. LineNumber: 0 | BytePositionInLine: 0.", 1)]
    public async Task The_body_must_be_as_the_expression_says(string body, string detail, int failed)
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(body));

        var result = await Probe.HttpAsync(
            $"http://127.0.0.1:{server.Port}/", new HttpModule { FailIfJsonNotMatches = new CelProgram("body.status == 'ok'") });

        Assert.That((result.Success, result.Failure, result.Detail), Is.EqualTo((failed == 0, failed == 0 ? (FailureReason?)null : FailureReason.Body, detail)));
        Assert.That(Probe.Page(result), Does.Contain($"probe_failed_due_to_cel {failed}\n").And.Contain("probe_failed_due_to_regex 0\n"));
    }

    [Test]
    public async Task The_body_must_not_be_as_the_other_expression_says()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("{\"errors\":[\"disk\"]}"));
        var module = new HttpModule { FailIfJsonMatches = new CelProgram("size(body.errors) > 0"), FailIfJsonNotMatches = new CelProgram("true") };

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/", module);

        Assert.That(result.Detail, Is.EqualTo("the body is as \"size(body.errors) > 0\" says"));
    }

    [Test]
    public async Task The_family_is_there_with_0_when_it_did_not_come_to_the_body_and_absent_without_an_expression()
    {
        using var server = ScriptServer.Answer("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
        var url = $"http://127.0.0.1:{server.Port}/";

        var with = await Probe.HttpAsync(url, new HttpModule { FailIfJsonMatches = new CelProgram("true") });
        var without = await Probe.HttpAsync(url);

        Assert.That(with.Failure, Is.EqualTo(FailureReason.Status));
        Assert.That(Probe.Page(with), Does.Contain("probe_failed_due_to_cel 0\n"));
        Assert.That(Probe.Page(without), Does.Not.Contain("probe_failed_due_to_cel"));
    }
}
