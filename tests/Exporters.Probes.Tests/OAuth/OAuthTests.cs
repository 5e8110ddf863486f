using System.Text;
using Exporters.Configuration;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.OAuth;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.OAuth;

internal sealed class OAuthTests
{
    private const string Token = """{"access_token":"t0k3n","token_type":"bearer","expires_in":3600}""";

    [Test]
    public async Task The_token_is_fetched_once_and_sent_to_the_target()
    {
        using var target = ScriptServer.Answer(ScriptServer.Ok("inside"));
        using var endpoint = Endpoint((_, _) => ScriptServer.Ok(Token));
        var options = new OAuthOptions
        {
            TokenUrl = endpoint.Url, ClientId = "me", ClientSecret = "a b:c", Scopes = ["read", "write"],
            EndpointParams = [KeyValuePair.Create("audience", "https://api.example")],
        };

        for (var i = 0; i < 3; i++)
        {
            var result = await Probe.HttpAsync($"http://127.0.0.1:{target.Port}/", new HttpModule { OAuth = options });
            Assert.That(result.Success, result.Detail);
            Assert.That(result.Http!.Redirects, Is.Zero);
        }

        Assert.That(target.Heads, Has.Count.EqualTo(3).And.All.Contain("Authorization: Bearer t0k3n\r\n"));
        Assert.That(endpoint.Requests, Has.Count.EqualTo(1));
        Assert.That(endpoint.Requests[0].Head, Does.StartWith("POST /token HTTP/1.1\r\n").And.Contain($"Authorization: Basic {Base64("me:a+b%3Ac")}\r\n"));
        Assert.That(endpoint.Requests[0].Body, Is.EqualTo("grant_type=client_credentials&scope=read+write&audience=https%3A%2F%2Fapi.example"));
    }

    [Test]
    public async Task An_endpoint_that_wants_the_secret_in_the_body_gets_it_there_and_is_remembered()
    {
        using var target = ScriptServer.Answer(ScriptServer.Ok(""));
        using var endpoint = Endpoint((head, _) => head.Contains("Authorization:", StringComparison.Ordinal)
            ? "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"
            : ScriptServer.Ok("""{"access_token":"t"}"""));
        var module = new HttpModule { OAuth = new OAuthOptions { TokenUrl = endpoint.Url, ClientId = "me", ClientSecret = "s" } };

        await Probe.HttpAsync($"http://127.0.0.1:{target.Port}/", module);
        var result = await Probe.HttpAsync($"http://127.0.0.1:{target.Port}/", module);

        Assert.That(result.Success, result.Detail);
        Assert.That(endpoint.Requests, Has.Count.EqualTo(3), "refused, taken; and anew for a token without an end");
        Assert.That(endpoint.Requests[2].Body, Is.EqualTo("grant_type=client_credentials&client_id=me&client_secret=s"));
    }

    [Test]
    public async Task A_changed_secret_and_a_refused_token_lead_to_another_token()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "first\n");
        var isRefused = false;
        using var target = ScriptServer.Answer(_ => isRefused ? "HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n" : ScriptServer.Ok(""));
        using var endpoint = Endpoint((_, _) => ScriptServer.Ok(Token));
        var module = new HttpModule { OAuth = new OAuthOptions { TokenUrl = endpoint.Url, ClientId = "me", ClientSecret = file, IsSecretFile = true } };
        var url = $"http://127.0.0.1:{target.Port}/";

        await Probe.HttpAsync(url, module);
        await File.WriteAllTextAsync(file, "second\n");
        await Probe.HttpAsync(url, module);
        isRefused = true;
        await Probe.HttpAsync(url, module);
        isRefused = false;
        await Probe.HttpAsync(url, module);

        Assert.That(endpoint.Requests.Select(request => request.Head.Split("Basic ")[1].Split('\r')[0]), Is.EqualTo(new[]
        {
            Base64("me:first"), Base64("me:second"), Base64("me:second"),
        }));
        File.Delete(file);
        var gone = await Probe.HttpAsync(url, module);
        Assert.That(gone.Detail, Does.StartWith("oauth2: client_secret_file cannot be read: "));
    }

    [TestCase("HTTP/1.1 400 No\r\nContent-Length: 61\r\n\r\n{\"error\":\"invalid_scope\",\"error_description\":\"no such scope\"}", "it answers with status 400, invalid_scope: no such scope")]
    [TestCase("HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\noops", "it answers with status 500")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "its answer has no access_token")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", "its answer has no access_token")]
    [TestCase("", "the server cut the connection before its response was complete")]
    public async Task Without_a_token_nothing_goes_to_the_target(string answer, string text)
    {
        using var target = ScriptServer.Answer(ScriptServer.Ok(""));
        using var endpoint = Endpoint((_, _) => answer);

        var result = await Probe.HttpAsync(
            $"http://127.0.0.1:{target.Port}/", new HttpModule { OAuth = new OAuthOptions { TokenUrl = endpoint.Url, ClientId = "me" } });

        Assert.That((result.Failure, result.Detail), Is.EqualTo(((FailureReason?)FailureReason.Other, $"oauth2: no token from {endpoint.Url}: {text}")));
        Assert.That(target.Connections, Is.Zero);
    }

    [Test]
    public async Task A_token_is_for_the_first_host_and_is_not_asked_for_a_target_that_is_not_allowed()
    {
        using var other = ScriptServer.Answer(ScriptServer.Ok(""));
        using var target = ScriptServer.Answer(_ => ScriptServer.Redirect($"http://other.test:{other.Port}/"));
        using var endpoint = Endpoint((_, _) => ScriptServer.Ok(Token));
        var module = new HttpModule { OAuth = new OAuthOptions { TokenUrl = endpoint.Url, ClientId = "me" } };

        var result = await Probe.HttpAsync($"http://localhost:{target.Port}/", module);

        Assert.That(result.Success, result.Detail);
        Assert.That(target.Heads.Single(), Does.Contain("Bearer t0k3n"));
        Assert.That(other.Heads.Single(), Does.Not.Contain("Authorization"));
        var before = endpoint.Requests.Count;
        Assert.That(
            async () => await Probe.HttpAsync(
                "http://forbidden.test/",
                new HttpModule { OAuth = new OAuthOptions { TokenUrl = endpoint.Url, ClientId = "me" } },
                TargetGuard.ForRequest([], null)),
            Throws.TypeOf<GuardException>());
        Assert.That(endpoint.Requests, Has.Count.EqualTo(before));
    }

    [Test]
    public void A_section_is_read_and_what_is_wrong_with_it_is_told()
    {
        var report = new ConfigReport();
        var modules = ModulesFile.Parse(
            """
            modules:
              good:
                prober: http
                http:
                  oauth2:
                    client_id: me
                    client_secret_file: secret
                    token_url: https://auth.example/token
                    scopes: [a]
                    endpoint_params: { audience: x }
                    tls_config: { server_name: auth }
                    proxy_url: socks5://proxy.example
              bad:
                prober: http
                http:
                  bearer_token: x
                  oauth2: { token_url: "ftp://x", client_secret: a, client_secret_file: b, grant_type: password, scope: a }
            """,
            "/etc/blackbox.yml",
            report);

        var good = modules["good"].Http!.OAuth!;
        Assert.That((good.ClientSecret, good.IsSecretFile, good.Scopes.Single()), Is.EqualTo(("/etc/secret", true, "a")));
        Assert.That((good.Way.Tls.ServerName, good.Way.Proxy.Url), Is.EqualTo(("auth", new Uri("socks5://proxy.example"))));
        Assert.That(ModuleText.Of(modules["good"]), Does.Contain("oauth2: me <secret> at https://auth.example/token"));
        Assert.That(report.Problems.Select(problem => problem.ToString()), Is.EquivalentTo(new[]
        {
            "/etc/blackbox.yml:17:15: modules.bad.http.oauth2: give one of basic_auth, authorization, bearer_token, bearer_token_file and oauth2, not several",
            "/etc/blackbox.yml:17:28: modules.bad.http.oauth2.token_url: must be an http:// or https:// URL, got \"ftp://x\"",
            "/etc/blackbox.yml:17:77: modules.bad.http.oauth2.client_secret_file: give client_secret or client_secret_file, not both",
            "/etc/blackbox.yml:17:92: modules.bad.http.oauth2.grant_type: must be client_credentials or urn:ietf:params:oauth:grant-type:jwt-bearer, got \"password\"",
            "/etc/blackbox.yml:17:102: modules.bad.http.oauth2.scope: unknown key; did you mean scopes?",
            "/etc/blackbox.yml:17:15: modules.bad.http.oauth2: client_id: is missing; oauth2 needs client_id and token_url",
        }));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static TokenEndpoint Endpoint(Func<string, string, string> answer) => new(answer);

    private sealed class TokenEndpoint : IDisposable
    {
        private readonly ScriptServer _server;

        public TokenEndpoint(Func<string, string, string> answer)
        {
            _server = ScriptServer.Start(async (stream, _) =>
            {
                var head = await ScriptServer.HeadAsync(stream);
                var length = int.Parse(head.Split("Content-Length: ")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
                var body = new byte[length];
                await stream.ReadExactlyAsync(body);
                Requests.Add((head, Encoding.ASCII.GetString(body)));
                await ScriptServer.WriteAsync(stream, answer(head, Encoding.ASCII.GetString(body)));
            });
        }

        public List<(string Head, string Body)> Requests { get; } = [];

        public Uri Url => new($"http://127.0.0.1:{_server.Port}/token");

        public void Dispose() => _server.Dispose();
    }
}
