using Exporters.Configuration;
using Exporters.Probes.Modules;

namespace Exporters.Probes.Tests.Modules;

internal sealed class ModulesFileTests
{
    private static readonly string Fixtures = Path.Combine(TestContext.CurrentContext.TestDirectory, "Modules", "Fixtures");

    [Test]
    public void Options_of_grpc_unix_and_websocket_are_read()
    {
        var report = new ConfigReport();

        var modules = ModulesFile.Parse(
            """
            modules:
              g: { prober: grpc, grpc: { service: shop, tls: true, preferred_ip_protocol: ip4, metadata: { X-Tenant: [s3cret, blue], key-bin: [ab], te: [x] } } }
              u: { prober: unix, unix: { query_response: [ { expect: a, send: b } ], tls: true, tls_config: { server_name: app } } }
              w:
                prober: websocket
                websocket:
                  http_config: { authorization: { credentials: t }, follow_redirects: false, enable_http2: true }
                  headers: { X-A: { values: [b] } }
                  query_response: [ { expect: a, send: b } ]
            """,
            "m.yml",
            report);

        Assert.That(report.Problems, Is.Empty);
        var grpc = modules["g"].Grpc!;
        Assert.That((grpc.Service, grpc.UseTls, grpc.Ip.PreferIp4), Is.EqualTo(("shop", true, true)));
        Assert.That(grpc.Metadata.Select(header => $"{header.Name}={header.Value}"), Is.EqualTo(new[] { "x-tenant=s3cret", "x-tenant=blue", "key-bin=YWI" }));
        Assert.That((modules["u"].Unix!.UseTls, modules["u"].Unix!.Tls.ServerName, modules["u"].Unix!.Steps.Count), Is.EqualTo((true, "app", 1)));
        var websocket = modules["w"].Websocket!;
        Assert.That((websocket.Way.Credentials!.Read(), websocket.Way.Headers.Single().Value, websocket.Steps.Count), Is.EqualTo(("Bearer t", "b", 1)));
        Assert.That(modules.Values.Select(module => ModuleText.Of(module)), Has.All.Not.Contain("Bearer t").And.All.Not.Contain("s3cret"));
    }

    [TestCase("unknown-key", "5:7: modules.http_2xx.http.valid_status_code: unknown key; did you mean valid_status_codes?")]
    [TestCase("prober", "3:13: modules.a.prober: must be one of http, tcp, icmp, dns, unix, grpc, websocket, got \"htpp\"; did you mean http?")]
    [TestCase("no-prober", "3:5: modules.a: prober: is missing; one of http, tcp, icmp, dns, unix, grpc, websocket")]
    [TestCase(
        "unsupported",
        "6:23: modules.a.websocket.query_response: the websocket prober has expect and send only; take expect_bytes, labels and starttls out",
        "5:20: modules.a.websocket.http_config: the websocket prober connects directly; take proxy_url and proxy_from_environment out",
        "10:38: modules.b.http.fail_if_body_json_matches_cel: not a CEL expression, at character 1: the function duration is not supported; there are contains, startsWith, endsWith, matches, size, int, uint, double, string, bool, dyn, type",
        "11:21: modules.b.http.enable_http3: HTTP/3 is not supported: it needs QUIC (libmsquic), which this program does without; probe over HTTP/2 or 1.1, or take this out")]
    [TestCase("regexp", "6:11: modules.a.http.fail_if_body_matches_regexp[0]: not a regular expression at character 2: a bracket that is not closed, in \":[\"")]
    [TestCase(
        "header-match",
        "6:11: modules.a.http.fail_if_header_matches[0]: header: is missing; name the header to look at",
        "7:11: modules.a.http.fail_if_header_matches[1]: regexp: is missing; give the pattern to compare the header with")]
    [TestCase(
        "headers",
        "5:15: modules.a.http.method: must be a method such as GET, HEAD or POST, got \"GET\\x0d\\x0aX-Injected: 1\"",
        "7:15: modules.a.http.headers.Host: must be a host name or address, with a port where it is not the usual one, got \"a b\"",
        "8:14: modules.a.http.headers.X-A: must not have line breaks or other control characters in it: it becomes one header of the request",
        "9:16: modules.a.http.headers.X B: \"X B\" is no header name",
        "11:25: modules.a.http.http_headers.X-C.values[0]: must not have line breaks or other control characters in it: it becomes one header of the request",
        "11:44: modules.a.http.http_headers.X-C.secrets[0]: must not have line breaks or other control characters in it: it becomes one header of the request",
        "12:26: modules.a.http.http_headers.Host.values[0]: must be a host name or address, with a port where it is not the usual one, got \"..\"",
        "13:21: modules.a.http.bearer_token: must not have line breaks or other control characters in it: it becomes one header of the request",
        "15:37: modules.a.http.proxy_connect_header.X:: \"X:\" is no header name",
        "15:48: modules.a.http.proxy_connect_header.X-D[0]: must not have line breaks or other control characters in it: it becomes one header of the request",
        "16:34: modules.a.http.tls_config.server_name: must be a host name or address, got \"a/b?c\"",
        "16:52: modules.a.http.tls_config.ca_file: must be a path: there is a NUL character in it",
        "19:50: modules.b.tcp.tls_config.server_name: must be a host name or address, got \"..\"",
        "22:36: modules.c.http.authorization.type: must not have line breaks or other control characters in it: it becomes one header of the request",
        "22:57: modules.c.http.authorization.credentials: must not have line breaks or other control characters in it: it becomes one header of the request")]
    [TestCase("body", "6:18: modules.a.http.body_file: give body or body_file, not both")]
    [TestCase(
        "compression",
        "7:26: modules.a.http.headers.Accept-Encoding: does not admit compression: gzip, got \"br;q=1, gzip;q=0\"",
        "11:20: modules.b.http.compression: must be one of gzip, br, deflate, identity, got \"zstd\"")]
    [TestCase(
        "values",
        "4:14: modules.a.timeout: must be a duration such as 500ms, 30s or 1m30s, got \"soon\"",
        "6:28: modules.a.http.valid_status_codes[0]: must be a status such as 200, a range such as 200-299, or 2xx, got \"99\"",
        "7:29: modules.a.http.valid_http_versions[0]: must be one of HTTP/1.0, HTTP/1.1, HTTP/2.0, HTTP/2, got \"HTTP/9\"; did you mean HTTP/2?",
        "8:30: modules.a.http.preferred_ip_protocol: must be one of ip4, ip6, got \"ip5\"; did you mean ip4?",
        "9:24: modules.a.http.body_size_limit: must be a size such as 64KiB or 10MB, got \"lots\"",
        "12:21: modules.a.http.bearer_token: give one of basic_auth, authorization, bearer_token, bearer_token_file and oauth2, not several",
        "13:54: modules.a.http.tls_config.max_version: must not be below min_version TLS13, got \"TLS12\"",
        "13:19: modules.a.http.tls_config: cert and key belong together: give both (cert_file and key_file, or cert and key) or neither",
        "10:18: modules.a.http.proxy_url: must be the http://, https:// or socks5:// address of a proxy, got \"socks4://127.0.0.1\"")]
    [TestCase(
        "dns",
        "3:5: modules.a: dns: is missing; the dns prober needs at least query_name",
        "6:10: modules.b.dns: query_name: is missing; name what to ask for",
        "9:47: modules.c.dns.query_type: must be a record type such as A, AAAA, SOA or ANY, got \"QQ\"",
        "9:64: modules.c.dns.query_class: must be a class: IN, CH, HS or ANY, got \"ZZ\"",
        "9:83: modules.c.dns.valid_rcodes[0]: must be one of NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, YXDOMAIN, YXRRSET, NXRRSET, NOTAUTH, NOTZONE, got \"NXDOMIAN\"; did you mean NXDOMAIN?",
        "9:108: modules.c.dns.dns_over_tls: needs transport_protocol: tcp")]
    [TestCase(
        "tcp",
        "5:26: modules.a.tcp.source_ip_address: must be an IP address of this machine, got \"nowhere\"",
        "7:40: modules.a.tcp.query_response[0].expect_bytes: give expect or expect_bytes, not both",
        "8:42: modules.a.tcp.query_response[1].labels[0].name: \"phase\" cannot be a label name here; letters, digits and _ only, and none of name, target, module, reason, phase, version, cipher, serving_status, fingerprint_sha256, issuer, serialnumber, subject, subjectalternative",
        "9:13: modules.a.tcp.query_response[2].sent: unknown key; did you mean send?")]
    [TestCase(
        "icmp",
        "4:37: modules.a.icmp.payload_size: must be a whole number from 0 to 65499, got \"70000\"",
        "4:18: modules.a.icmp.ttl: must be a whole number from 0 to 255, got \"256\"")]
    public void What_is_wrong_is_told_with_its_place(string name, params string[] expected)
    {
        var report = new ConfigReport();
        var file = Path.Combine(Fixtures, $"invalid-{name}.yml");

        ModulesFile.Load(file, report);

        Assert.That(report.Problems.Select(problem => problem.ToString()), Is.EquivalentTo(expected.Select(text => $"{file}:{text}")));
    }

    [Test]
    public void A_file_that_is_no_yaml_and_one_that_is_not_there_are_told()
    {
        var report = new ConfigReport();

        ModulesFile.Load(Path.Combine(Fixtures, "invalid-yaml.yml"), report);
        ModulesFile.Load("/nowhere/blackbox.yml", report);

        Assert.That(report.Problems[0].Message, Does.StartWith("not YAML: "));
        Assert.That(report.Problems[1].ToString(), Is.EqualTo("/nowhere/blackbox.yml: no such file"));
    }

    [Test]
    public void Every_option_of_the_four_probers_is_read()
    {
        var report = new ConfigReport();

        var modules = ModulesFile.Load(Path.Combine(Fixtures, "everything.yml"), report);

        Assert.That(report.Problems, Is.Empty);
        var http = modules["http_all"].Http!;
        Assert.That(modules["http_all"].Timeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(http.ValidVersions, Is.EqualTo(new[] { "HTTP/1.1", "HTTP/2.0", "HTTP/2.0" }));
        Assert.That(http.ValidStatus.ToString(), Is.EqualTo("200-299"));
        Assert.That(http.BodySizeLimit, Is.EqualTo(10 << 20));
        Assert.That(http.Headers.Select(header => (header.Name, header.Value)), Is.EqualTo(new[]
        {
            ("Host", "vhost.example"), ("Accept-Encoding", "gzip"), ("Accept-Language", "en-US"), ("X-Api-Key", "s3cret"), ("X-Api-Key", Path.Combine(Fixtures, "key.txt")),
        }));
        Assert.That(http.FailIfBodyNotMatches.Single().IsMatch("version 2"));
        Assert.That(http.Tls.Ca!.Text, Is.EqualTo(Path.Combine(Fixtures, "ca.pem")));
        Assert.That(http.Ip, Is.EqualTo(new IpPreference(PreferIp4: true, Fallback: false)));
        Assert.That((http.FollowRedirects, http.FailIfNotTls, http.SkipResolveWithProxy), Is.EqualTo((false, true, true)));
        Assert.That(modules["bearer"].Http!.Credentials!.Read(), Is.EqualTo("Token t"));
        Assert.That(modules["bearer"].Http!.FollowRedirects, Is.False);
        Assert.That(modules["pop3s_banner"].Tcp!.Steps.Single().Expect!.ToString(), Is.EqualTo("^+OK"));
        Assert.That(System.Text.Encoding.ASCII.GetString(modules["irc"].Tcp!.Steps[1].Send), Is.EqualTo("PONG ${1}"));
        Assert.That(modules["postgresql"].Tcp!.Steps[0].Send, Is.EqualTo(new byte[] { 0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f }));
        Assert.That(modules["icmp"].Icmp!.Ttl, Is.EqualTo(5));
        Assert.That(modules["dns_soa"].Dns!.QueryType, Is.EqualTo(6));
        Assert.That(modules["dns_soa"].Dns!.ValidRcodes, Is.EqualTo(new[] { 0, 3 }));
    }

    [Test]
    public void Secrets_are_not_shown()
    {
        var modules = ModulesFile.Load(Path.Combine(Fixtures, "everything.yml"), new ConfigReport());

        var text = string.Concat(modules.Values.Select(ModuleText.Of));

        Assert.That(text, Does.Contain("header X-Api-Key: <secret>").And.Contain("authorization: Token <secret>").And.Contain("prober: dns"));
        Assert.That(text, Does.Not.Contain("s3cret").And.Not.Contain("Bearer token"));
    }
}
