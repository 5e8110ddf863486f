using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Exporters.Tests.Hosting;
using Microsoft.AspNetCore.Builder;

#pragma warning disable CA5359 // Whom the server shows is looked at where that is what is tested.

namespace Exporters.Tests.Web;

internal sealed class WebServeTests
{
    private const string Tls = "tls_server_config: { cert_file: server.pem, key_file: server.key";
    private WebFiles _files = null!;

    [SetUp]
    public void MakeFiles() => _files = new WebFiles();

    [TearDown]
    public void RemoveFiles() => _files.Dispose();

    [TestCase(true, "2.0")]
    [TestCase(false, "1.1")]
    public async Task The_page_comes_over_TLS_in_the_version_of_HTTP_that_is_allowed(bool http2, string version)
    {
        await using var app = await StartAsync($"{Tls} }}\nhttp_server_config: {{ http2: {(http2 ? "true" : "false")}, headers: {{ X-Frame-Options: deny }} }}");
        using var client = Client(app);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        using var answer = await client.SendAsync(request);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.Version.ToString(), Is.EqualTo(version));
        Assert.That(answer.Headers.GetValues("X-Frame-Options"), Is.EqualTo(new[] { "deny" }));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("node_load1"));
    }

    [Test]
    public async Task A_certificate_that_is_renewed_is_shown_to_the_next_who_connects()
    {
        await using var app = await StartAsync(Tls + " }");
        var before = await ShownAsync(app);
        var renewed = _files.Renew();

        Assert.That(await ShownAsync(app), Is.EqualTo(renewed).And.Not.EqualTo(before));
    }

    [TestCase("NoClientCert", false, true)]
    [TestCase("RequestClientCert", false, true)]
    [TestCase("RequireAnyClientCert", false, false)]
    [TestCase("RequireAnyClientCert", true, true)]
    [TestCase("VerifyClientCertIfGiven", false, true)]
    [TestCase("VerifyClientCertIfGiven", true, true)]
    [TestCase("RequireAndVerifyClientCert", false, false)]
    [TestCase("RequireAndVerifyClientCert", true, true)]
    [TestCase("RequireAndVerifyClientCert, client_allowed_sans: [127.0.0.1]", true, true)]
    [TestCase("RequireAndVerifyClientCert, client_allowed_sans: [10.0.0.1, other]", true, false)]
    public async Task Clients_show_certificates_where_that_is_asked_for(string auth, bool shows, bool admitted)
    {
        var ca = auth == "NoClientCert" ? "" : ", client_ca_file: client-ca.pem";
        await using var app = await StartAsync($"{Tls}{ca}, client_auth_type: {auth} }}");
        using var client = Client(app, shows ? _files.Client : null);

        Assert.That(await StatusAsync(client), Is.EqualTo(admitted ? HttpStatusCode.OK : (HttpStatusCode?)null));
    }

    [Test]
    public async Task A_client_s_certificate_of_another_authority_is_refused()
    {
        using var others = new WebFiles();
        await using var app = await StartAsync(Tls + ", client_ca_file: client-ca.pem, client_auth_type: VerifyClientCertIfGiven }");
        using var client = Client(app, others.Client);

        Assert.That(await StatusAsync(client), Is.Null);
    }

    [Test]
    public async Task Only_who_knows_a_password_gets_in()
    {
        await using var app = await StartAsync($"basic_auth_users: {{ alice: {WebFiles.Hash}, bob: {WebFiles.Hash} }}");
        using var client = Client(app);

        Assert.That(await StatusAsync(client, "alice:secret"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(client, "alice:secret"), Is.EqualTo(HttpStatusCode.OK), "the second time out of memory");
        foreach (var wrong in new[] { "alice:wrong", "alice:", "carol:secret", ":", "alice", "bob:secret2", "bob:secre" })
        {
            Assert.That(await StatusAsync(client, wrong), Is.EqualTo(HttpStatusCode.Unauthorized), wrong);
        }

        using var answer = await client.GetAsync("/");
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Basic"));
    }

    [Test]
    public async Task A_file_that_changes_holds_from_the_next_request_on_and_a_wrong_one_changes_nothing()
    {
        await using var app = await StartAsync($"basic_auth_users: {{ alice: {WebFiles.Hash} }}");
        using var client = Client(app);
        Assert.That(await StatusAsync(client, "alice:secret"), Is.EqualTo(HttpStatusCode.OK));

        _files.Configure($"basic_auth_users: {{ bob: {WebFiles.Hash} }}");
        Assert.That(await StatusAsync(client, "alice:secret"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(client, "bob:secret"), Is.EqualTo(HttpStatusCode.OK));

        _files.Configure("basic_auth_users: { carol: plain }");
        Assert.That(await StatusAsync(client, "bob:secret"), Is.EqualTo(HttpStatusCode.OK));
        _files.Configure(Tls + " }");
        Assert.That(await StatusAsync(client, "bob:secret"), Is.EqualTo(HttpStatusCode.OK), "TLS needs a restart");
        _files.Configure("");
        Assert.That(await StatusAsync(client), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task More_requests_than_the_limit_allows_are_told_to_come_later()
    {
        await using var app = await StartAsync("rate_limit: { interval: 1h, burst: 2 }");
        using var client = Client(app);

        Assert.That(
            new[] { await StatusAsync(client), await StatusAsync(client), await StatusAsync(client) },
            Is.EqualTo(new HttpStatusCode?[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests }));
    }

    [Test]
    public async Task Only_the_versions_and_suites_of_the_file_are_spoken()
    {
        await using var app = await StartAsync(Tls + ", max_version: TLS12, cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384] }");
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port);
        await using var tls = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("127.0.0.1");

        Assert.That(tls.SslProtocol, Is.EqualTo(SslProtocols.Tls12));
        Assert.That(tls.NegotiatedCipherSuite, Is.EqualTo(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384));
    }

    private async Task<WebApplication> StartAsync(string yaml)
    {
        _files.Configure(yaml);
        var app = ServeTests.Build(values => values.TrySet(ServerSettings.WebConfigFile, [_files.Path], "test", out _));
        await app.StartAsync();
        return app;
    }

    private static HttpClient Client(WebApplication app, X509Certificate2? certificate = null)
    {
        var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
        }

        return new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    /// <summary>The status of <c>/health</c>; null where the connection is refused.</summary>
    private static async Task<HttpStatusCode?> StatusAsync(HttpClient client, string? password = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Authorization = password is null ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(password)));
        try
        {
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<string> ShownAsync(WebApplication app)
    {
        var shown = "";
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = ((X509Certificate2)certificate!).Thumbprint).Length > 0 },
        };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
        using var answer = await client.GetAsync("/health");
        return shown;
    }
}
