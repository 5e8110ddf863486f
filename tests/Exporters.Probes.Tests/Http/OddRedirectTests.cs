using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Http;

internal sealed class OddRedirectTests
{
    [TestCase("http://[")]
    [TestCase("http://]")]
    [TestCase("http://[::1")]
    [TestCase("http://[v1.a]/")]
    [TestCase("//")]
    [TestCase("//[")]
    [TestCase("//:80")]
    [TestCase("//h:99999/")]
    [TestCase("http:")]
    [TestCase("https:")]
    [TestCase("http:ok")]
    [TestCase("http:/ok")]
    [TestCase("http://")]
    [TestCase("http:///")]
    [TestCase("http://?")]
    [TestCase("http://user@/")]
    [TestCase("http://h:99999/")]
    [TestCase("http://h:x/")]
    [TestCase("http://h:-1/")]
    [TestCase("http://a b/")]
    [TestCase("http://a\tb/")]
    [TestCase("http://a..b/")]
    [TestCase("http://.../")]
    [TestCase("http://%00/")]
    [TestCase("http://%zz/")]
    [TestCase("/%zz")]
    [TestCase("http:\\\\127.0.0.1\\ok")]
    [TestCase("http://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/")]
    public async Task A_location_that_leads_nowhere_fails_the_probe_in_one_line(string location)
    {
        using var server = ScriptServer.Answer(ScriptServer.Redirect(location));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/");

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Is.EqualTo($"redirected to \"{location}\", which is no URL that can be requested"));
    }

    [TestCase("ftp://x/", "ftp")]
    [TestCase("javascript:alert(1)", "javascript")]
    [TestCase("FILE:///etc/passwd", "file")]
    public async Task A_location_of_another_scheme_is_not_followed(string location, string scheme)
    {
        using var server = ScriptServer.Answer(ScriptServer.Redirect(location));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/");

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Is.EqualTo($"redirected to {scheme}:, which is not HTTP"));
    }

    [TestCase("/ok", "/ok")]
    [TestCase("ok", "/from/ok")]
    [TestCase("..", "/")]
    [TestCase("?x=1", "/from/here?x=1")]
    [TestCase("/a b", "/a%20b")]
    [TestCase("///x", "///x")]
    [TestCase("\\\\x\\y", "/from/%5C%5Cx%5Cy")]
    [TestCase("//127.0.0.1:PORT/ok", "/ok")]
    [TestCase("HTTP://127.0.0.1:PORT/ok", "/ok")]
    public async Task A_location_leads_where_it_leads_a_Go_program(string location, string path)
    {
        ScriptServer? server = null;
        server = ScriptServer.Answer(head => head.StartsWith("GET /from/here HTTP", StringComparison.Ordinal)
            ? ScriptServer.Redirect(location.Replace("PORT", $"{server!.Port}", StringComparison.Ordinal))
            : ScriptServer.Ok(""));
        using (server)
        {
            var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/from/here");

            Assert.That(result.Success, result.Detail);
            Assert.That(server.Heads[1], Does.StartWith($"GET {path} HTTP/1.1\r\n"));
        }
    }

    [Test]
    public async Task A_location_that_nobody_follows_may_be_anything()
    {
        using var server = ScriptServer.Answer(ScriptServer.Redirect("http://["));

        var result = await Probe.HttpAsync(
            $"http://127.0.0.1:{server.Port}/", new HttpModule { FollowRedirects = false, ValidStatus = new StatusSet([(302, 302)]) });

        Assert.That(result.Success, result.Detail);
    }

    [TestCase("http://[")]
    [TestCase("http://")]
    [TestCase("http://a..b/")]
    [TestCase("http://127.0.0.1:99999/")]
    [TestCase("http://127.0.0.1/%zz")]
    [TestCase("http://a\r\nb/")]
    [TestCase("http:\\\\127.0.0.1")]
    public async Task A_target_that_is_no_url_is_told(string target)
    {
        var result = await Probe.HttpAsync(target);

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Is.EqualTo($"\"{target}\" is no URL"));
    }
}
