using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Tests.Tls;

internal sealed class CertificateTests
{
    private static readonly Dictionary<string, (Func<SslStreamCertificateContext> Make, FailureReason Reason)> Bad =
        new(StringComparer.Ordinal)
        {
            ["expired"] = (() => TestPki.Server(startDays: -20, endDays: -2), FailureReason.TlsExpired),
            ["not yet valid"] = (() => TestPki.Server(startDays: 5, endDays: 10), FailureReason.TlsExpired),
            ["self-signed"] = (() => TestPki.SelfSigned(), FailureReason.TlsUntrusted),
            ["wrong name"] = (() => TestPki.Server("elsewhere.example"), FailureReason.TlsNameMismatch),
            ["incomplete chain"] = (() => TestPki.Server(sendIntermediate: false), FailureReason.TlsUntrusted),
        };

    [TestCase("expired")]
    [TestCase("not yet valid")]
    [TestCase("self-signed")]
    [TestCase("wrong name")]
    [TestCase("incomplete chain")]
    public async Task A_bad_certificate_is_refused_by_its_own_reason_and_its_expiry_is_told_all_the_same(string kind)
    {
        var certificate = Bad[kind].Make();
        using var server = ScriptServer.Answer(ScriptServer.Ok("never sent"), certificate: certificate);

        var http = await Probe.HttpAsync($"https://localhost:{server.Port}/", new HttpModule { Tls = TestPki.Trusted });
        var tcp = await Probe.TcpAsync($"localhost:{server.Port}", new TcpModule { UseTls = true, Tls = TestPki.Trusted });

        var leafEnd = new DateTimeOffset(certificate.TargetCertificate.NotAfter).ToUnixTimeSeconds();
        foreach (var result in new[] { http, tcp })
        {
            Assert.That(result.Failure, Is.EqualTo(Bad[kind].Reason), result.Detail);
            Assert.That(result.Tls!.EarliestExpiry, Is.EqualTo(leafEnd));
            Assert.That(result.Tls.LastChainExpiry, Is.EqualTo(leafEnd));
            Assert.That(Probe.Page(result), Does.Contain($"probe_ssl_earliest_cert_expiry {leafEnd}\n")
                .And.Contain($"probe_failure{{reason=\"{FailureReasons.Name(Bad[kind].Reason)}\"}} 1\n").And.Contain("probe_tls_version_info{version=\"TLS 1.3\"} 1\n"));
        }

        Assert.That(http.Http!.StatusCode, Is.Zero);
        Assert.That(server.Heads, Is.All.Empty, "no byte of the request goes to a server that is not trusted");
    }

    [Test]
    public async Task A_good_certificate_is_told_in_full()
    {
        var certificate = TestPki.Server(endDays: 30);
        using var server = ScriptServer.Answer(ScriptServer.Ok(""), certificate: certificate);

        var result = await Probe.HttpAsync($"https://localhost:{server.Port}/", new HttpModule { Tls = TestPki.Trusted });

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Http!.IsTls);
        Assert.That(result.Http.TlsSeconds, Is.Positive);
        Assert.That(result.Tls!.Version, Is.EqualTo("TLS 1.3"));
        Assert.That(result.Tls.Cipher, Does.StartWith("TLS_"));
        Assert.That(result.Tls.Leaf!.Subject, Is.EqualTo("CN=localhost,O=Tests"));
        Assert.That(result.Tls.Leaf.Issuer, Is.EqualTo("CN=Test Intermediate,O=Tests"));
        Assert.That(result.Tls.Leaf.SerialNumber, Is.EqualTo("8f010203"));
        Assert.That(result.Tls.Leaf.DnsNames, Is.EqualTo("localhost"));
        Assert.That(result.Tls.Leaf.FingerprintSha256, Has.Length.EqualTo(64).And.Match("^[0-9a-f]+$"));
        Assert.That(result.Tls.LastChainExpiry, Is.EqualTo(new DateTimeOffset(certificate.TargetCertificate.NotAfter).ToUnixTimeSeconds()));
    }

    [Test]
    public void The_earliest_expiry_is_also_of_what_was_sent_and_is_not_used()
    {
        var leaf = TestPki.Leaf("localhost");
        var stale = TestPki.Leaf("stale.example", -30, -10);
        using var chain = new X509Chain();
        chain.ChainPolicy.ExtraStore.Add(stale);
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.Build(leaf);
        var examiner = new CertificateExaminer([leaf], "localhost", TimeProvider.System.GetUtcNow());

        examiner.Examine(this, leaf, chain, SslPolicyErrors.None);

        Assert.That(examiner.EarliestExpiry, Is.EqualTo(new DateTimeOffset(stale.NotAfter).ToUnixTimeSeconds()));
        Assert.That(examiner.Fault, Is.Null);
    }

    [Test]
    public async Task Without_verification_anything_passes_and_there_is_no_chain()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""), certificate: TestPki.SelfSigned("elsewhere.example"));

        var result = await Probe.HttpAsync($"https://localhost:{server.Port}/", new HttpModule { Tls = new TlsOptions { InsecureSkipVerify = true } });

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Tls!.LastChainExpiry, Is.EqualTo(-62135596800));
    }

    [Test]
    public async Task The_server_name_and_the_host_header_are_what_the_certificate_must_be_for()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""), certificate: TestPki.Server("shop.example"));
        var url = $"https://127.0.0.1:{server.Port}/";

        var byName = await Probe.HttpAsync(url, new HttpModule { Tls = TestPki.Trusted with { ServerName = "shop.example" } });
        var byHost = await Probe.HttpAsync(url, new HttpModule { Tls = TestPki.Trusted, Headers = [new RequestHeader("Host", "shop.example:8443")] });
        var byNothing = await Probe.HttpAsync(url, new HttpModule { Tls = TestPki.Trusted });

        Assert.That(byName.Success, byName.Detail);
        Assert.That(byHost.Success, byHost.Detail);
        Assert.That(byNothing.Failure, Is.EqualTo(FailureReason.TlsNameMismatch));
        Assert.That(byNothing.Detail, Is.EqualTo("the certificate is not for 127.0.0.1 but for shop.example"));
    }

    [Test]
    public async Task An_intermediate_given_as_authority_is_one()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""), certificate: TestPki.Server(sendIntermediate: false));
        var options = new TlsOptions { Ca = new PemSource(TestPki.IntermediatePem, IsFile: false) };

        var result = await Probe.HttpAsync($"https://localhost:{server.Port}/", new HttpModule { Tls = options });

        Assert.That(result.Success, result.Detail);
    }

    [Test]
    public async Task An_authority_file_that_is_not_there_is_told_by_name()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""), certificate: TestPki.Server());

        var result = await Probe.HttpAsync(
            $"https://localhost:{server.Port}/", new HttpModule { Tls = new TlsOptions { Ca = new PemSource("/nowhere/ca.pem", IsFile: true) } });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Does.StartWith("tls_config cannot be used: ").And.Contain("/nowhere/ca.pem"));
    }

    [Test]
    public async Task A_version_that_the_server_does_not_speak_fails()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""), certificate: TestPki.Server());

        var tls12 = await Probe.HttpAsync(
            $"https://localhost:{server.Port}/", new HttpModule { Tls = TestPki.Trusted with { Versions = System.Security.Authentication.SslProtocols.Tls12 } });

        Assert.That(tls12.Success, tls12.Detail);
        Assert.That(tls12.Tls!.Version, Is.EqualTo("TLS 1.2"));
    }

    [Test]
    public async Task A_client_certificate_is_shown_to_the_server()
    {
        X509Certificate? seen = null;
        var leaf = TestPki.Leaf("client.example");
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            await using var secure = new SslStream(stream, leaveInnerStreamOpen: true);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = TestPki.Server(),
                ClientCertificateRequired = true,
#pragma warning disable CA5359 // The server of this test looks at the certificate; it does not judge it.
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    seen = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                    return true;
                },
#pragma warning restore CA5359
            });
            await ScriptServer.HeadAsync(secure);
            await ScriptServer.WriteAsync(secure, ScriptServer.Ok(""));
        });
        var options = TestPki.Trusted with
        {
            Certificate = new PemSource(leaf.ExportCertificatePem(), IsFile: false),
            Key = new PemSource(leaf.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem(), IsFile: false),
        };

        var result = await Probe.HttpAsync($"https://localhost:{server.Port}/", new HttpModule { Tls = options });

        Assert.That(result.Success, result.Detail);
        Assert.That(seen?.Subject, Is.EqualTo("CN=client.example, O=Tests"));
    }

    [TestCase("C=DE, ST=Berlin, L=Berlin, O=\"Acme, Inc.\", OU=Web, CN=shop.example", "CN=shop.example,ST=Berlin,L=Berlin,OU=Web,O=Acme\\, Inc.,C=DE")]
    [TestCase("CN=x, E=a@b.example", "CN=x,1.2.840.113549.1.9.1=#0c0b6140622e6578616d706c65")]
    [TestCase("OU=A, OU=B, CN=x", "CN=x,OU=A+OU=B")]
    public void Names_are_written_as_Go_writes_them(string given, string expected)
    {
        var name = new X500DistinguishedName(given, X500DistinguishedNameFlags.None);

        Assert.That(DistinguishedNames.Format(name), Is.EqualTo(expected));
    }
}
