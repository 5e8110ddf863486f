using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Text;
using Exporters.Probes.Guard;
using Exporters.Probes.Http;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Http;

internal sealed class HttpProberTests
{
    [Test]
    public async Task A_plain_answer_tells_status_length_version_and_phases()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("hello", "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n"));

        var result = await Probe.HttpAsync($"127.0.0.1:{server.Port}/health?x=1");

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Http!.StatusCode, Is.EqualTo(200));
        Assert.That(result.Http.ContentLength, Is.EqualTo(5));
        Assert.That(result.Http.BodyLength, Is.EqualTo(5));
        Assert.That(result.Http.Version, Is.EqualTo(1.1));
        Assert.That(result.Http.LastModified, Is.EqualTo(1445412480));
        Assert.That(result.Http.IsTls, Is.False);
        Assert.That(result.Http.HasPhases);
        Assert.That(result.Http.ConnectSeconds, Is.Positive);
        Assert.That(result.Http.TlsSeconds, Is.Zero);
        Assert.That(result.Address, Is.EqualTo(IPAddress.Loopback));
        Assert.That(server.Heads.Single(), Does.StartWith("GET /health?x=1 HTTP/1.1\r\n").And.Contain("Connection: close"));
    }

    [TestCase("127.0.0.7", true, "")]
    [TestCase("192.0.2.77", false, "source_ip_address 192.0.2.77 cannot be used: ")]
    [TestCase("::1", false, "source_ip_address ::1 cannot reach 127.0.0.1, which is of the other IP version; set preferred_ip_protocol")]
    public async Task The_connection_comes_from_the_address_of_the_module(string source, bool works, string detail)
    {
        EndPoint? seen = null;
        using var server = ScriptServer.Start(async (stream, socket) =>
        {
            seen = socket.RemoteEndPoint;
            await ScriptServer.HeadAsync(stream);
            await ScriptServer.WriteAsync(stream, ScriptServer.Ok("hello"));
        });

        var result = await Probe.HttpAsync($"127.0.0.1:{server.Port}/", new HttpModule { Source = IPAddress.Parse(source) });

        Assert.That(result.Success, Is.EqualTo(works), result.Detail);
        Assert.That(result.Detail, Does.StartWith(detail));
        Assert.That((seen as IPEndPoint)?.Address.ToString(), Is.EqualTo(works ? source : null));
    }

    [Test]
    public async Task A_chunked_answer_has_no_known_length()
    {
        using var server = ScriptServer.Answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}");

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Http!.ContentLength, Is.EqualTo(-1));
        Assert.That(result.Http.BodyLength, Is.EqualTo(11));
    }

    [Test]
    public async Task A_gzip_body_is_unpacked_where_the_module_says_so_and_counted_as_it_comes_where_not()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.ASCII.GetBytes(new string('a', 5000)));
        }

        var body = Encoding.Latin1.GetString(packed.ToArray());
        using var server = ScriptServer.Answer($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n{body}");

        var unpacked = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}", new HttpModule { Compression = "gzip", FailIfBodyNotMatches = [Probe.Expression("^a+$")] });
        var raw = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}");

        Assert.That(unpacked.Success, unpacked.Detail);
        Assert.That(unpacked.Http!.BodyLength, Is.EqualTo(5000));
        Assert.That(raw.Http!.BodyLength, Is.EqualTo(packed.Length));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("deflate")]
    public async Task A_body_that_is_not_compressed_as_demanded_fails(string compression)
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("\u00ff\u00ff\u00ffnot compressed at all"));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}", new HttpModule { Compression = compression });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Body), result.Detail);
    }

    [Test]
    public async Task A_body_longer_than_its_limit_fails()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(new string('x', 2000)));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}", new HttpModule { BodySizeLimit = 1024 });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Body));
        Assert.That(result.Detail, Is.EqualTo("the body is longer than body_size_limit, 1KiB"));
    }

    [Test]
    public async Task A_status_that_is_not_expected_fails_and_is_told()
    {
        using var server = ScriptServer.Answer("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}");

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Status));
        Assert.That(result.Detail, Is.EqualTo("the status is 503, expected 200-299"));
        Assert.That(result.Http!.StatusCode, Is.EqualTo(503));
    }

    [Test]
    public async Task Statuses_may_be_single_and_ranges()
    {
        using var server = ScriptServer.Answer("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
        var expected = new StatusSet([(200, 299), (404, 404)]);

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}", new HttpModule { ValidStatus = expected });

        Assert.That(result.Success, result.Detail);
    }

    [Test]
    public async Task Body_expressions_decide_and_say_that_they_did()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("all is well"));
        var url = $"http://127.0.0.1:{server.Port}";

        var good = await Probe.HttpAsync(url, new HttpModule { FailIfBodyNotMatches = [Probe.Expression("is well")], FailIfBodyMatches = [Probe.Expression("panic")] });
        var missing = await Probe.HttpAsync(url, new HttpModule { FailIfBodyNotMatches = [Probe.Expression("version 2")] });
        var present = await Probe.HttpAsync(url, new HttpModule { FailIfBodyMatches = [Probe.Expression("well")] });

        Assert.That(good.Success, good.Detail);
        Assert.That(good.FailedByRegex, Is.False);
        Assert.That(missing.Failure, Is.EqualTo(FailureReason.Body));
        Assert.That(missing.FailedByRegex);
        Assert.That(present.Detail, Is.EqualTo("the body matches \"well\""));
    }

    [Test]
    public async Task Header_expressions_decide()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("", "X-Kind: blue\r\nX-Kind: red\r\n"));
        var url = $"http://127.0.0.1:{server.Port}";

        var good = await Probe.HttpAsync(url, new HttpModule { FailIfHeaderNotMatches = [new HeaderMatch("x-kind", Probe.Expression("red"), false)] });
        var bad = await Probe.HttpAsync(url, new HttpModule { FailIfHeaderMatches = [new HeaderMatch("X-Kind", Probe.Expression("red"), false)] });
        var missing = await Probe.HttpAsync(url, new HttpModule { FailIfHeaderMatches = [new HeaderMatch("X-None", Probe.Expression("."), false)] });
        var allowed = await Probe.HttpAsync(url, new HttpModule { FailIfHeaderMatches = [new HeaderMatch("X-None", Probe.Expression("."), true)] });

        Assert.That(good.Success, good.Detail);
        Assert.That(bad.Failure, Is.EqualTo(FailureReason.Body));
        Assert.That(bad.FailedByRegex);
        Assert.That(missing.Detail, Is.EqualTo("the header X-None is missing"));
        Assert.That(allowed.Success, allowed.Detail);
    }

    [Test]
    public async Task Redirects_are_followed_and_counted()
    {
        using var server = ScriptServer.Answer(head => head.StartsWith("GET /3 ", StringComparison.Ordinal)
            ? ScriptServer.Ok("end")
            : ScriptServer.Redirect("/" + (head[5] is >= '0' and <= '9' ? head[5] - '0' + 1 : 1)));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/");

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Http!.Redirects, Is.EqualTo(3));
        Assert.That(result.Http.StatusCode, Is.EqualTo(200));
        Assert.That(server.Connections, Is.EqualTo(4));
    }

    [Test]
    public async Task Endless_redirects_stop_after_ten()
    {
        using var server = ScriptServer.Answer(ScriptServer.Redirect("/again"));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/");

        Assert.That(result.Failure, Is.EqualTo(FailureReason.TooManyRedirects), result.Detail);
        Assert.That(result.Http!.Redirects, Is.EqualTo(11));
        Assert.That(result.Http.StatusCode, Is.EqualTo(302));
        Assert.That(server.Connections, Is.EqualTo(11));
    }

    [Test]
    public async Task A_redirect_that_is_not_followed_is_the_answer()
    {
        using var server = ScriptServer.Answer(ScriptServer.Redirect("/again"));

        var result = await Probe.HttpAsync(
            $"http://127.0.0.1:{server.Port}/", new HttpModule { FollowRedirects = false, ValidStatus = new StatusSet([(302, 302)]) });

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Http!.Redirects, Is.EqualTo(1));
        Assert.That(result.Http.StatusCode, Is.EqualTo(302));
        Assert.That(result.Http.BodyLength, Is.Zero);
    }

    [Test]
    public async Task A_redirect_turns_post_into_get_and_a_307_does_not()
    {
        using var server = ScriptServer.Answer(head =>
            head.Contains(" /start ", StringComparison.Ordinal) ? ScriptServer.Redirect("/end")
            : head.Contains(" /keep ", StringComparison.Ordinal) ? ScriptServer.Redirect("/end", status: 307)
            : ScriptServer.Ok(""));
        var module = new HttpModule { Method = "POST", Body = "{}"u8.ToArray(), Headers = [new RequestHeader("Content-Type", "application/json")] };

        await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/start", module);
        await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/keep", module);

        Assert.That(server.Heads.Select(head => head.Split(" HTTP")[0]), Is.EqualTo(new[] { "POST /start", "GET /end", "POST /keep", "POST /end" }));
        Assert.That(server.Heads[0], Does.Contain("Content-Type: application/json\r\n").And.Contain("Content-Length: 2"));
        Assert.That(server.Heads[1], Does.Not.Contain("Content-Type"));
    }

    [Test]
    public async Task Credentials_do_not_follow_a_redirect_out_of_tls()
    {
        using var plain = ScriptServer.Answer(ScriptServer.Ok(""));
        using var secure = ScriptServer.Answer(_ => ScriptServer.Redirect($"http://localhost:{plain.Port}/"), certificate: TestPki.Server());

        var result = await Probe.HttpAsync(
            $"https://localhost:{secure.Port}/", new HttpModule { Tls = TestPki.Trusted, Credentials = HttpCredentials.Basic("me", false, "secret", false) });
        Assert.That(result.Success, result.Detail);
        Assert.That(secure.Heads.Single(), Does.Contain("Authorization: Basic "));
        Assert.That(plain.Heads.Single(), Does.Not.Contain("Authorization"));
    }

    [Test]
    public async Task Credentials_stay_with_the_first_host()
    {
        using var other = ScriptServer.Answer(ScriptServer.Ok(""));
        using var server = ScriptServer.Answer(head => ScriptServer.Redirect(
            head.Contains(" /in ", StringComparison.Ordinal) ? $"http://other.test:{other.Port}/" : "/in"));

        var result = await Probe.HttpAsync(
            $"http://localhost:{server.Port}/",
            new HttpModule { Credentials = HttpCredentials.Basic("me", false, "secret", false), Headers = [new RequestHeader("X-Probe", "1")] });

        Assert.That(result.Success, result.Detail);
        Assert.That(server.Heads, Has.All.Contain("Authorization: Basic bWU6c2VjcmV0\r\n"));
        Assert.That(other.Heads.Single(), Does.Not.Contain("Authorization").And.Contain("X-Probe: 1\r\n").And.Contain($"Host: other.test:{other.Port}\r\n"));
    }

    [Test]
    public async Task Cookies_last_for_the_redirects_of_one_probe_and_no_longer()
    {
        using var server = ScriptServer.Answer(head => head.Contains("Cookie: session=1", StringComparison.Ordinal)
            ? ScriptServer.Ok("in")
            : ScriptServer.Redirect("/", "Set-Cookie: session=1; Path=/\r\n"));

        var first = await Probe.HttpAsync($"http://localhost:{server.Port}/");
        var second = await Probe.HttpAsync($"http://localhost:{server.Port}/");

        Assert.That(first.Success, first.Detail);
        Assert.That(second.Http!.Redirects, Is.EqualTo(1));
        Assert.That(server.Heads[2], Does.Not.Contain("Cookie"));
    }

    [Test]
    public async Task A_redirect_to_a_refused_address_is_not_followed()
    {
        using var server = ScriptServer.Answer(ScriptServer.Redirect("http://metadata.test/latest/meta-data/"));

        var result = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/", guard: TargetGuard.ForConfigured([], null));

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Does.StartWith("metadata.test:80 has the address 169.254.169.254, which is link-local"));
        Assert.That(result.Http!.Redirects, Is.EqualTo(1));
    }

    [Test]
    public async Task A_closed_port_is_refused_and_the_phases_are_zero()
    {
        var result = await Probe.HttpAsync($"http://127.0.0.1:{Probe.ClosedPort()}");

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Refused), result.Detail);
        Assert.That(result.Http!.HasPhases);
        Assert.That(result.Http.StatusCode, Is.Zero);
    }

    [Test]
    public async Task A_name_without_address_is_a_dns_failure_and_has_no_phases_but_resolve()
    {
        var result = await Probe.HttpAsync("http://nowhere.test/");

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Dns), result.Detail);
        Assert.That(Probe.Page(result), Does.Contain("probe_http_duration_seconds{phase=\"resolve\"}").And.Not.Contain("phase=\"connect\"").And.Contain("probe_ip_protocol 0\n"));
    }

    [Test]
    public async Task An_IPv6_address_is_probed()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("six"), IPAddress.IPv6Loopback);

        var literal = await Probe.HttpAsync($"http://[::1]:{server.Port}/");
        var preferred = await Probe.HttpAsync($"http://both.test:{server.Port}/");
        var other = await Probe.HttpAsync($"http://both.test:{server.Port}/", new HttpModule { Ip = new IpPreference(PreferIp4: true, Fallback: true) });
        var none = await Probe.HttpAsync($"http://localhost:{server.Port}/", new HttpModule { Ip = new IpPreference(PreferIp4: false, Fallback: false) });

        Assert.That(literal.Success, literal.Detail);
        Assert.That(server.Heads[0], Does.Contain($"Host: [::1]:{server.Port}\r\n"));
        Assert.That(preferred.Address, Is.EqualTo(IPAddress.IPv6Loopback));
        Assert.That(other.Address, Is.EqualTo(IPAddress.Loopback));
        Assert.That(none.Detail, Is.EqualTo("localhost has no IPv6 address, and ip_protocol_fallback is off"));
    }

    [Test]
    public async Task The_host_header_may_be_another()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""));

        await Probe.HttpAsync($"http://127.0.0.1:{server.Port}/", new HttpModule { Headers = [new RequestHeader("host", "shop.example")] });

        Assert.That(server.Heads.Single(), Does.Contain("Host: shop.example\r\n"));
    }

    [Test]
    public async Task A_plain_proxy_gets_the_whole_url_with_the_checked_address()
    {
        using var proxy = ScriptServer.Answer(ScriptServer.Ok("from proxy"));
        var module = new HttpModule { Proxy = new ProxyOptions { Url = new Uri($"http://127.0.0.1:{proxy.Port}") } };

        var resolved = await Probe.HttpAsync("http://other.test:8080/x", module);
        var skipped = await Probe.HttpAsync("http://unknown.test:8080/x", module with { SkipResolveWithProxy = true });

        Assert.That(resolved.Success, resolved.Detail);
        Assert.That(skipped.Success, skipped.Detail);
        Assert.That(proxy.Heads[0], Does.StartWith("GET http://127.0.0.1:8080/x HTTP/1.1\r\n").And.Contain("Host: other.test:8080\r\n"));
        Assert.That(proxy.Heads[1], Does.StartWith("GET http://unknown.test:8080/x HTTP/1.1\r\n"));
        Assert.That(Probe.Page(skipped), Does.Not.Contain("phase=\"resolve\"").And.Not.Contain("probe_ip_protocol"));
    }

    [Test]
    public async Task A_tunnel_is_asked_of_the_proxy_for_https()
    {
        var connect = "";
        using var server = ScriptServer.Answer(ScriptServer.Ok("secret"), certificate: TestPki.Server());
        using var proxy = ScriptServer.Start(async (client, _) =>
        {
            connect = await ScriptServer.HeadAsync(client);
            using var onward = new System.Net.Sockets.TcpClient();
            await onward.ConnectAsync(IPAddress.Loopback, server.Port);
            await ScriptServer.WriteAsync(client, "HTTP/1.1 200 Connection established\r\n\r\n");
            await Task.WhenAny(client.CopyToAsync(onward.GetStream()), onward.GetStream().CopyToAsync(client));
        });
        var options = new ProxyOptions
        {
            Url = new Uri($"http://user:pass@127.0.0.1:{proxy.Port}"), ConnectHeaders = [new RequestHeader("X-Way", "here")],
        };

        var result = await Probe.HttpAsync($"https://localhost:{server.Port}/", new HttpModule { Tls = TestPki.Trusted, Proxy = options });

        Assert.That(result.Success, result.Detail);
        Assert.That(connect, Does.StartWith($"CONNECT 127.0.0.1:{server.Port} HTTP/1.1\r\n"));
        Assert.That(connect, Does.Contain("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n").And.Contain("X-Way: here\r\n"));
    }

    [Test]
    public async Task A_proxy_that_refuses_says_so()
    {
        using var proxy = ScriptServer.Answer("HTTP/1.1 403 Forbidden\r\n\r\n");

        var result = await Probe.HttpAsync(
            "https://localhost:444/", new HttpModule { Proxy = new ProxyOptions { Url = new Uri($"http://127.0.0.1:{proxy.Port}") } });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Is.EqualTo($"the proxy 127.0.0.1:{proxy.Port} answers CONNECT 127.0.0.1:444 with \"HTTP/1.1 403 Forbidden\""));
    }

    [Test]
    public async Task Keep_alive_uses_the_connection_again_and_otherwise_each_probe_makes_its_own()
    {
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            while ((await ScriptServer.HeadAsync(stream)).Length > 0)
            {
                await ScriptServer.WriteAsync(stream, ScriptServer.Ok("again"));
            }
        });
        var url = $"http://127.0.0.1:{server.Port}/";
        using var prober = new HttpProber();

        for (var i = 0; i < 3; i++)
        {
            var result = await Probe.HttpAsync(url, new HttpModule { KeepAlive = true }, prober: prober);
            Assert.That(result.Success, result.Detail);
        }

        Assert.That(server.Connections, Is.EqualTo(1));
        await Probe.HttpAsync(url);
        await Probe.HttpAsync(url);
        Assert.That(server.Connections, Is.EqualTo(3));
    }

    [Test]
    public async Task A_kept_connection_makes_place_for_another_after_five_minutes()
    {
        var certificates = new Queue<SslStreamCertificateContext>([TestPki.Server(endDays: 3), TestPki.Server(endDays: 90)]);
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            await using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificates.Dequeue() });
            while ((await ScriptServer.HeadAsync(secure)).Length > 0)
            {
                await ScriptServer.WriteAsync(secure, ScriptServer.Ok("again"));
            }
        });
        var time = new ManualTime();
        var runner = new ProbeRunner(time, Probe.Resolver(), Probe.Instruments());
        var module = new ProbeModule { Name = "test", Http = new HttpModule { KeepAlive = true, Tls = TestPki.Trusted } };
        using var prober = new HttpProber();
        var expiries = new List<long?>();

        foreach (var minutes in new[] { 0, 2, 2, 2 })
        {
            time.Advance(TimeSpan.FromMinutes(minutes));
            var result = await runner.RunAsync($"https://localhost:{server.Port}/", module, Probe.Anywhere, Probe.Long, ProbeTrace.Off, prober, CancellationToken.None);
            Assert.That(result.Success, result.Detail);
            expiries.Add(result.Tls!.EarliestExpiry);
        }

        Assert.That(server.Connections, Is.EqualTo(2));
        Assert.That(expiries.Distinct().Count(), Is.EqualTo(2), "the certificate that was renewed is seen");
        Assert.That(expiries[2], Is.EqualTo(expiries[0]));
    }

    [Test]
    public async Task Https_on_a_plain_port_and_garbage_are_failures_of_their_own()
    {
        using var server = ScriptServer.Answer("SSH-2.0-OpenSSH_9.2\r\n");

        var garbage = await Probe.HttpAsync($"http://127.0.0.1:{server.Port}");

        Assert.That(garbage.Failure, Is.EqualTo(FailureReason.Other), garbage.Detail);
        Assert.That(garbage.Detail, Does.Contain("SSH-2.0"));
    }
}
