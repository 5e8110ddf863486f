using Exporters.Configuration;
using Exporters.Web;

namespace Exporters.Tests.Web;

internal sealed class WebConfigReaderTests
{
    private const string Certificates = "cert_file: server.pem, key_file: server.key";
    private WebFiles _files = null!;

    [SetUp]
    public void MakeFiles() => _files = new WebFiles();

    [TearDown]
    public void RemoveFiles() => _files.Dispose();

    [TestCase("")]
    [TestCase("tls_server_config: { }")]
    [TestCase("tls_server_config: { " + Certificates + " }")]
    [TestCase("tls_server_config: { " + Certificates + ", client_auth_type: RequireAndVerifyClientCert, client_ca_file: client-ca.pem }")]
    [TestCase("tls_server_config: { " + Certificates + ", client_auth_type: RequestClientCert }")]
    [TestCase("tls_server_config: { " + Certificates + ", client_auth_type: VerifyClientCertIfGiven, client_ca_file: client-ca.pem, client_allowed_sans: [prometheus] }")]
    [TestCase("tls_server_config: { " + Certificates + ", min_version: TLS13, max_version: TLS13 }")]
    [TestCase("tls_server_config: { " + Certificates + ", min_version: TLS10, prefer_server_cipher_suites: false }")]
    [TestCase("tls_server_config: { " + Certificates + ", cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA] }")]
    [TestCase("tls_server_config: { " + Certificates + " }\nhttp_server_config: { http2: false, headers: { X-Frame-Options: deny, X-Content-Type-Options: nosniff, Strict-Transport-Security: max-age=31536000, Content-Security-Policy: \"default-src 'self'\", X-XSS-Protection: '1' } }")]
    [TestCase("basic_auth_users: { alice: $2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi, bob: $2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay }")]
    [TestCase("rate_limit: { interval: 1s, burst: 20 }")]
    public void What_the_toolkit_takes_is_taken(string yaml)
    {
        Assert.That(Problems(yaml), Is.Empty);
    }

    [TestCase("tls_server_config: { cert_file: server.pem }", "1:20: tls_server_config: needs the certificate's key: key_file or key")]
    [TestCase("tls_server_config: { key_file: server.key }", "1:20: tls_server_config: needs a certificate: cert_file or cert")]
    [TestCase("tls_server_config: { cert_file: nowhere.pem, key_file: server.key }", "Could not find file")]
    [TestCase("tls_server_config: { cert_file: server.key, key_file: server.pem }", "must be a PEM certificate and its key, not encrypted")]
    [TestCase("tls_server_config: { " + Certificates + ", cert: x }", "cert: is given beside cert_file: remove one of them")]
    [TestCase("tls_server_config: { " + Certificates + ", client_ca_file: client-ca.pem }", "client_ca_file has no use without client_auth_type")]
    [TestCase("tls_server_config: { " + Certificates + ", client_auth_type: RequireAndVerify }", "must be one of NoClientCert, RequestClientCert")]
    [TestCase("tls_server_config: { " + Certificates + ", client_auth_type: RequireAnyClientCert, client_allowed_sans: [a] }", "needs client_auth_type: RequireAndVerifyClientCert")]
    [TestCase("tls_server_config: { " + Certificates + ", min_version: TLS13, max_version: TLS12 }", "must not be above max_version TLS12")]
    [TestCase("tls_server_config: { " + Certificates + ", max_version: TLS11 }", "must be TLS12 or TLS13")]
    [TestCase("tls_server_config: { " + Certificates + ", cipher_suites: [TLS_RSA_WITH_RC4_128_SHA] }", "cipher_suites[0]: ")]
    [TestCase("tls_server_config: { " + Certificates + ", curve_preferences: [CurveP256] }", "curve_preferences: cannot be set for this program")]
    [TestCase("tls_config: { }", "tls_config: unknown key")]
    [TestCase("http_server_config: { headers: { X-Powered-By: me } }", "unknown header; known here: Content-Security-Policy")]
    [TestCase("http_server_config: { headers: { X-Frame-Options: allow } }", "must be one of deny, sameorigin")]
    [TestCase("http_server_config: { headers: { Content-Security-Policy: \"a\\r\\nb\" } }", "has a line end")]
    [TestCase("basic_auth_users: { alice: secret }", "1:28: basic_auth_users.alice: must be a bcrypt hash")]
    [TestCase("rate_limit: { interval: soon }", "must be a duration")]
    public void What_the_toolkit_refuses_is_refused_with_its_place(string yaml, string problem)
    {
        Assert.That(Problems(yaml), Has.Some.Contains(problem));
    }

    [Test]
    public void Certificate_and_key_may_stand_in_the_file()
    {
        var directory = Path.GetDirectoryName(_files.Path)!;
        string Block(string name) => string.Concat(File.ReadAllLines(Path.Combine(directory, name)).Select(line => $"    {line}\n"));

        Assert.That(Problems($"tls_server_config:\n  cert: |\n{Block("server.pem")}  key: |\n{Block("server.key")}"), Is.Empty);
    }

    private List<string> Problems(string yaml)
    {
        _files.Configure(yaml);
        var report = new ConfigReport();
        WebConfigReader.Read(_files.Path, report);
        return [.. report.Problems.Select(problem => problem.ToString())];
    }
}
