using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exporters.Configuration;
using Exporters.Probes.Modules;
using Exporters.Probes.OAuth;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.OAuth;

internal sealed class JwtGrantTests
{
    private const string Token = """{"access_token":"t0k3n","token_type":"bearer","expires_in":3600}""";

    [TestCase("RS256")]
    [TestCase("RS384")]
    [TestCase("RS512")]
    public async Task A_signed_statement_is_exchanged_for_a_token(string algorithm)
    {
        using var key = RSA.Create(2048);
        using var file = new TempFile(key.ExportPkcs8PrivateKeyPem());
        var forms = new List<(string Head, string Body)>();
        using var endpoint = TokenEndpoint(forms);
        using var target = ScriptServer.Answer(ScriptServer.Ok("inside"));
        var options = new OAuthOptions
        {
            TokenUrl = new Uri($"http://127.0.0.1:{endpoint.Port}/token"), ClientId = "me", ClientSecret = file.Path, IsSecretFile = true, Scopes = ["read", "write"],
            Assertion = new JwtAssertion { Algorithm = algorithm, KeyId = "k1", Claims = [KeyValuePair.Create("level", "3"), KeyValuePair.Create("sub", "\"you\"")] },
        };

        var result = await Probe.HttpAsync($"http://127.0.0.1:{target.Port}/", new HttpModule { OAuth = options });

        Assert.That(result.Success, result.Detail);
        Assert.That(target.Heads.Single(), Does.Contain("Authorization: Bearer t0k3n\r\n"));
        var (head, form) = forms.Single();
        var fields = form.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1]));
        var parts = fields["assertion"].Split('.');
        Assert.That(head, Does.Not.Contain("Authorization"));
        Assert.That(fields.Keys, Is.EquivalentTo(new[] { "grant_type", "scope", "assertion" }));
        Assert.That((fields["grant_type"], fields["scope"]), Is.EqualTo((JwtAssertion.GrantType, "read write")));
        Assert.That(Json(parts[0]).GetRawText(), Is.EqualTo($$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"k1"}"""));
        Assert.That(
            key.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), new HashAlgorithmName("SHA" + algorithm[2..]), RSASignaturePadding.Pkcs1));
        var claims = Json(parts[1]);
        Assert.That(Text(claims, "iss"), Is.EqualTo("me"));
        Assert.That(Text(claims, "sub"), Is.EqualTo("you"), "a claim of the module replaces ours");
        Assert.That(Text(claims, "aud"), Is.EqualTo($"http://127.0.0.1:{endpoint.Port}/token"));
        Assert.That(Text(claims, "scope"), Is.EqualTo("read write"));
        Assert.That(Text(claims, "jti"), Has.Length.EqualTo(36));
        Assert.That(claims.GetProperty("level").GetInt32(), Is.EqualTo(3));
        Assert.That(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), Is.EqualTo(600));
    }

    [Test]
    public async Task A_refused_statement_is_not_sent_another_way()
    {
        using var key = RSA.Create(2048);
        var forms = new List<(string Head, string Body)>();
        using var endpoint = TokenEndpoint(forms, "HTTP/1.1 400 Bad Request\r\nContent-Length: 25\r\n\r\n{\"error\":\"invalid_grant\"}");
        using var target = ScriptServer.Answer(ScriptServer.Ok("inside"));
        var options = new OAuthOptions
        {
            TokenUrl = new Uri($"http://127.0.0.1:{endpoint.Port}/token"), ClientId = "me", ClientSecret = key.ExportRSAPrivateKeyPem(), Assertion = new JwtAssertion(),
        };

        var result = await Probe.HttpAsync($"http://127.0.0.1:{target.Port}/", new HttpModule { OAuth = options });

        Assert.That(result.Detail, Is.EqualTo($"oauth2: no token from {options.TokenUrl}: it answers with status 400, invalid_grant"));
        Assert.That((forms.Count, target.Connections), Is.EqualTo((1, 0)));
    }

    [TestCase("no key")]
    [TestCase("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    public async Task What_is_no_key_is_told(string key)
    {
        var options = new OAuthOptions { TokenUrl = new Uri("http://127.0.0.1:1/token"), ClientId = "me", ClientSecret = key, Assertion = new JwtAssertion() };

        var result = await Probe.HttpAsync("http://127.0.0.1:1/", new HttpModule { OAuth = options });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Does.StartWith("oauth2: client_certificate_key must be an RSA key as PEM without a passphrase: "));
    }

    [Test]
    public void Options_are_read_and_wrong_ones_told_with_their_place()
    {
        var report = new ConfigReport();

        var modules = ModulesFile.Parse(
            $$"""
            modules:
              good:
                prober: http
                http:
                  oauth2:
                    grant_type: {{JwtAssertion.GrantType}}
                    client_id: me
                    token_url: "https://auth.example/token"
                    client_certificate_key_file: key.pem
                    client_certificate_key_id: k1
                    signature_algorithm: RS384
                    iss: us
                    audience: them
                    claims: { level: 3, share: 0.5, on: true, text: "3", list: [a, 1], map: { a: null } }
              stray: { prober: http, http: { oauth2: { client_id: a, token_url: "https://x", iss: b } } }
              none: { prober: http, http: { oauth2: { client_id: a, token_url: "https://x", grant_type: {{JwtAssertion.GrantType}}, client_secret: s } } }
            """,
            "/etc/blackbox.yml",
            report);

        var good = modules["good"].Http!.OAuth!;
        Assert.That((good.ClientSecret, good.IsSecretFile), Is.EqualTo(("/etc/key.pem", true)));
        var assertion = good.Assertion!;
        Assert.That((assertion.Algorithm, assertion.KeyId, assertion.Issuer, assertion.Audience), Is.EqualTo(("RS384", "k1", "us", "them")));
        Assert.That(
            assertion.Claims.Select(claim => $"{claim.Key}={claim.Value}"),
            Is.EqualTo(new[] { "level=3", "share=0.5", "on=true", "text=\"3\"", "list=[\"a\",1]", "map={\"a\":null}" }));
        Assert.That(report.Problems.Select(problem => problem.ToString()), Is.EquivalentTo(new[]
        {
            $"/etc/blackbox.yml:15:87: modules.stray.http.oauth2.iss: needs grant_type: {JwtAssertion.GrantType}",
            $"/etc/blackbox.yml:16:153: modules.none.http.oauth2.client_secret: does not go with grant_type: {JwtAssertion.GrantType}, which signs with client_certificate_key",
            "/etc/blackbox.yml:16:41: modules.none.http.oauth2: give one of client_certificate_key and client_certificate_key_file: the RSA key that signs, as PEM",
        }));
    }

    private static ScriptServer TokenEndpoint(List<(string Head, string Body)> forms, string? answer = null) => ScriptServer.Start(async (stream, _) =>
    {
        var head = await ScriptServer.HeadAsync(stream);
        var body = new byte[int.Parse(head.Split("Content-Length: ")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body);
        forms.Add((head, Encoding.ASCII.GetString(body)));
        await ScriptServer.WriteAsync(stream, answer ?? ScriptServer.Ok(Token));
    });

    private static JsonElement Json(string part) => JsonDocument.Parse(Base64Url.DecodeFromChars(part)).RootElement;

    private static string? Text(JsonElement claims, string name) => claims.GetProperty(name).GetString();
}
