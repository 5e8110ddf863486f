using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Tests.Tls;

/// <summary>The verdicts are those of blackbox_exporter 0.28 on certificates made the same way with openssl.</summary>
internal sealed class CertificateVerdictTests
{
    [TestCase("a.test", "*.test", true)]
    [TestCase("b.lan", "*.lan", true)]
    [TestCase("xn--mnchen-3ya.test", "*.test", true)]
    [TestCase("A.Test", "a.test", true)]
    [TestCase("a.test.", "a.test", true)]
    [TestCase("a_b.test", "a_b.test", true)]
    [TestCase("a.b.test", "*.test", false)]
    [TestCase("a.test", "*.a.test", false)]
    [TestCase("ab.test", "a*.test", false)]
    [TestCase("a.b.test", "a.*.test", false)]
    [TestCase("a.b.test", "*.*.test", false)]
    [TestCase("a.test", "*", false)]
    public async Task A_wildcard_stands_for_the_first_label(string serverName, string name, bool isFor)
    {
        var result = await ProbeAsync(TestPki.Named("x", names => names.AddDnsName(name)), TestPki.Trusted with { ServerName = serverName });

        Assert.That(result.Failure, Is.EqualTo(isFor ? (FailureReason?)null : FailureReason.TlsNameMismatch), result.Detail);
    }

    [Test]
    public async Task A_common_name_does_not_count([Values] bool hasOtherNames)
    {
        var result = await ProbeAsync(
            TestPki.Named("a.test", hasOtherNames ? names => names.AddEmailAddress("root@a.test") : null), TestPki.Trusted with { ServerName = "a.test" });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.TlsNameMismatch));
        Assert.That(result.Detail, Is.EqualTo(
            "the certificate is not for a.test: CN=a.test has no DNS names among its subject alternative names, and the common name does not count"));
    }

    [Test]
    public async Task An_address_must_be_among_the_addresses()
    {
        var asName = await ProbeAsync(TestPki.Named("x", names => names.AddDnsName("127.0.0.1")), TestPki.Trusted);
        var asAddress = await ProbeAsync(TestPki.Named("x", names => names.AddIpAddress(IPAddress.Loopback)), TestPki.Trusted);

        Assert.That(asName.Failure, Is.EqualTo(FailureReason.TlsNameMismatch));
        Assert.That(asAddress.Success, asAddress.Detail);
    }

    [TestCase("good", "int", null, "")]
    [TestCase("sha1", "int", FailureReason.TlsUntrusted, "the certificate CN=x, issued by CN=int, cannot be trusted: CN=x is signed over SHA-1, which can be forged")]
    [TestCase("md5", "int", FailureReason.TlsUntrusted, "the certificate CN=x, issued by CN=int, cannot be trusted: CN=x is signed over MD5, which can be forged")]
    [TestCase("psssha1", "int", FailureReason.TlsUntrusted, "the certificate CN=x, issued by CN=int, cannot be trusted: CN=x is signed over SHA-1, which can be forged")]
    [TestCase("sha1int", "intsha1", FailureReason.TlsUntrusted, "the certificate CN=x, issued by CN=intsha1, cannot be trusted: CN=intsha1 is signed over SHA-1, which can be forged")]
    public void A_signature_over_a_broken_hash_is_no_proof(string name, string issuer, FailureReason? fault, string text)
    {
        using var leaf = Fixture(name);
        X509Certificate2Collection roots = [Fixture("root")];
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.Add(Fixture(issuer));
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.Build(leaf);
        var examiner = new CertificateExaminer(roots, "a.test", new DateTimeOffset(2026, 12, 2, 0, 0, 0, TimeSpan.Zero));

        examiner.Examine(this, leaf, chain, SslPolicyErrors.None);

        Assert.That(examiner.Fault, Is.EqualTo(fault), examiner.FaultText());
        Assert.That(examiner.FaultText(), Is.EqualTo(text));
    }

    [TestCase("1.3.6.1.5.5.7.3.1", true)]
    [TestCase("2.5.29.37.0", true)]
    [TestCase("1.3.6.1.5.5.7.3.2", false)]
    public async Task A_certificate_must_be_for_servers_or_for_anything(string use, bool isRight)
    {
        var result = await ProbeAsync(TestPki.Named("a.test", names => names.AddDnsName("a.test"), use: use), TestPki.Trusted with { ServerName = "a.test" });

        Assert.That(result.Failure, Is.EqualTo(isRight ? (FailureReason?)null : FailureReason.TlsUntrusted), result.Detail);
    }

    [TestCase("a.test", 30, null)]
    [TestCase("b.test", 30, FailureReason.TlsNameMismatch)]
    [TestCase("a.test", -2, FailureReason.TlsExpired)]
    public async Task The_servers_own_certificate_may_be_the_trusted_one(string serverName, int endDays, FailureReason? failure)
    {
        var certificate = TestPki.Named("a.test", names => names.AddDnsName("a.test"), endDays: endDays);
        var trust = new TlsOptions { Ca = new PemSource(certificate.TargetCertificate.ExportCertificatePem(), IsFile: false), ServerName = serverName };

        var result = await ProbeAsync(certificate, trust);

        Assert.That(result.Failure, Is.EqualTo(failure), result.Detail);
        Assert.That(result.Tls!.LastChainExpiry, Is.EqualTo(new DateTimeOffset(certificate.TargetCertificate.NotAfter).ToUnixTimeSeconds()));
    }

    [Test]
    public async Task A_dot_at_the_end_of_a_name_is_not_sent_and_not_compared()
    {
        string? asked = null;
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            await using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync((_, hello, _, _) =>
            {
                asked = hello.ServerName;
                return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = TestPki.Server("dotted.test") });
            }, null);
            await ScriptServer.HeadAsync(secure);
            await ScriptServer.WriteAsync(secure, ScriptServer.Ok(""));
        });

        var result = await Probe.HttpAsync($"https://dotted.test.:{server.Port}/", new HttpModule { Tls = TestPki.Trusted });

        Assert.That(result.Success, result.Detail);
        Assert.That(asked, Is.EqualTo("dotted.test"));
    }

    private static X509Certificate2 Fixture(string name) =>
        X509CertificateLoader.LoadCertificateFromFile(Path.Combine(TestContext.CurrentContext.TestDirectory, "Tls", "Fixtures", name + ".pem"));

    private static async Task<ProbeResult> ProbeAsync(SslStreamCertificateContext certificate, TlsOptions options)
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""), certificate: certificate);
        return await Probe.HttpAsync($"https://127.0.0.1:{server.Port}/", new HttpModule { Tls = options });
    }
}
