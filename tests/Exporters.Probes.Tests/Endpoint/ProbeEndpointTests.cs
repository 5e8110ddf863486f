using System.Text;
using Exporters.Configuration;
using Exporters.Metrics.Instruments;
using Exporters.Probes.Endpoint;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Endpoint;

internal sealed class ProbeEndpointTests
{
    private static readonly string[] HttpFamilies =
    [
        "probe_dns_lookup_time_seconds", "probe_duration_seconds", "probe_failed_due_to_regex", "probe_failure", "probe_http_content_length",
        "probe_http_duration_seconds", "probe_http_redirects", "probe_http_ssl", "probe_http_status_code", "probe_http_uncompressed_body_length",
        "probe_http_version", "probe_ip_addr_hash", "probe_ip_protocol", "probe_success", "probe_timeout_seconds",
    ];

    [Test]
    public async Task An_allowed_target_is_probed_and_its_families_are_the_peers()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok("hello"));

        var answer = await AskAsync("allow: [\"127.0.0.1\"]", new ProbeQuery($"127.0.0.1:{server.Port}", null, null, false, "3"));

        var text = Encoding.UTF8.GetString(answer.Body);
        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(answer.ContentType, Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Assert.That(text.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]), Is.EqualTo(HttpFamilies));
        Assert.That(text, Does.Contain("probe_success 1\n").And.Contain("probe_timeout_seconds 2.5\n"));
    }

    [Test]
    public async Task A_failed_probe_is_still_an_answer()
    {
        var answer = await AskAsync("allow: [\"127.0.0.1\"]", new ProbeQuery($"127.0.0.1:{Probe.ClosedPort()}", "tcp_connect", null, false, null));

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(Encoding.UTF8.GetString(answer.Body), Does.Contain("probe_success 0\n").And.Contain("probe_failure{reason=\"refused\"} 1\n"));
    }

    [TestCase(null, "http_2xx", null, 400, "Target parameter is missing\n")]
    [TestCase("x", "http_3xx", null, 400, "Unknown module \"http_3xx\"; there are http_2xx, http_post_2xx, tcp_connect, tls_connect, unix_connect, grpc, grpc_plain, websocket, icmp\n")]
    [TestCase("x", "http_2xx", "soon", 400, "X-Prometheus-Scrape-Timeout-Seconds must be a number of seconds, got \"soon\"\n")]
    [TestCase("http://metadata.test/", "http_2xx", null, 403, "metadata.test:80 has the address 169.254.169.254, which is link-local, where clouds keep their metadata service; to probe it all the same, add \"169.254.169.254\" to probes.allow\n")]
    [TestCase("http://localhost/", "http_2xx", null, 403, "localhost:80 (127.0.0.1) is not among the allowed targets; add it to probes.targets, or a pattern or CIDR such as \"localhost\" to probes.allow\n")]
    public async Task Wrong_and_refused_requests_are_told_so(string? target, string module, string? timeout, int status, string text)
    {
        var answer = await AskAsync("allow: [\"*.test\", \"10.0.0.0/8\"]", new ProbeQuery(target, module, null, false, timeout));

        Assert.That(answer.Status, Is.EqualTo(status));
        Assert.That(Encoding.UTF8.GetString(answer.Body), Is.EqualTo(text));
    }

    [TestCase("a/b?c", "http_2xx")]
    [TestCase("..", "http_2xx")]
    [TestCase("a\0", "http_2xx")]
    [TestCase("a\r\nX: 1", "http_2xx")]
    [TestCase("..", "tls_connect")]
    [TestCase("a:80", "tls_connect")]
    public async Task A_hostname_that_is_none_is_a_wrong_request(string hostname, string module)
    {
        var answer = await AskAsync("allow: [\"127.0.0.1\"]", new ProbeQuery("127.0.0.1:1", module, hostname, false, null));

        Assert.That(answer.Status, Is.EqualTo(400));
        Assert.That(Encoding.UTF8.GetString(answer.Body), Is.EqualTo(
            $"hostname must be a host name or address such as shop.example, with a port for http, got \"{hostname}\"\n"));
    }

    [Test]
    public async Task Configured_targets_are_allowed_and_no_others()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""));
        var yaml = $"targets: [ {{ name: a, url: \"http://127.0.0.1:{server.Port}/health\" }} ]";

        var own = await AskAsync(yaml, new ProbeQuery($"http://127.0.0.1:{server.Port}/health", null, null, false, null));
        var path = await AskAsync(yaml, new ProbeQuery($"http://127.0.0.1:{server.Port}/admin", null, null, false, null));
        var port = await AskAsync(yaml, new ProbeQuery("127.0.0.1:22", "tcp_connect", null, false, null));

        Assert.That(own.Status, Is.EqualTo(200));
        Assert.That(path.Status, Is.EqualTo(403));
        Assert.That(port.Status, Is.EqualTo(403));
    }

    [Test]
    public async Task Redirects_to_what_is_not_allowed_fail_the_probe()
    {
        using var server = ScriptServer.Answer(ScriptServer.Redirect("http://other.test:1/"));

        var answer = await AskAsync("allow: [\"localhost\"]", new ProbeQuery($"http://localhost:{server.Port}/", null, null, true, null));

        Assert.That(answer.Status, Is.EqualTo(200));
        Assert.That(Encoding.UTF8.GetString(answer.Body), Does.Contain("failed, other: other.test:1 is not among the allowed targets").And.Contain("probe_http_redirects 1\n"));
    }

    [Test]
    public async Task Debug_shows_log_page_and_module()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""));

        var answer = await AskAsync("allow: [\"127.0.0.1\"]", new ProbeQuery($"127.0.0.1:{server.Port}", null, null, true, null));

        var text = Encoding.UTF8.GetString(answer.Body);
        Assert.That(text, Does.StartWith("Logs for the probe:\n").And.Contain("200 HTTP/1.1\n").And.Contain("Metrics that would have been returned:\n# HELP probe_"));
        Assert.That(text, Does.Contain("Module configuration:\nprober: http\n"));
    }

    [Test]
    public async Task The_hostname_is_the_host_header_and_the_name_of_the_certificate()
    {
        using var server = ScriptServer.Answer(ScriptServer.Ok(""), certificate: TestPki.Server("shop.example"));
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, $"modules: {{ h: {{ prober: http, http: {{ tls_config: {{ ca_file: {file}.pem }} }} }}, t: {{ prober: tcp, tcp: {{ tls: true, tls_config: {{ ca_file: {file}.pem }} }} }} }}");
        await File.WriteAllTextAsync(file + ".pem", TestPki.RootPem);
        var yaml = $"allow: [\"127.0.0.1\"]\nmodules_file: {file}";

        var http = await AskAsync(yaml, new ProbeQuery($"https://127.0.0.1:{server.Port}", "h", "shop.example", false, null));
        var tcp = await AskAsync(yaml, new ProbeQuery($"127.0.0.1:{server.Port}", "t", "shop.example", false, null));
        var without = await AskAsync(yaml, new ProbeQuery($"127.0.0.1:{server.Port}", "t", null, false, null));

        Assert.That(Encoding.UTF8.GetString(http.Body), Does.Contain("probe_success 1\n"));
        Assert.That(server.Heads[0], Does.Contain("Host: shop.example\r\n"));
        Assert.That(Encoding.UTF8.GetString(tcp.Body), Does.Contain("probe_success 1\n"));
        Assert.That(Encoding.UTF8.GetString(without.Body), Does.Contain("probe_failure{reason=\"tls_name_mismatch\"} 1\n"));
    }

    [Test]
    public async Task No_more_probes_run_at_once_than_allowed()
    {
        var arrived = new SemaphoreSlim(0);
        var go = new TaskCompletionSource();
        using var server = ScriptServer.Start(async (stream, _) =>
        {
            arrived.Release();
            await go.Task;
            await ScriptServer.WriteAsync(stream, ScriptServer.Ok(""));
        });
        using var endpoint = Make("allow: [\"127.0.0.1\"]\nrequest_concurrency: 2");
        var query = new ProbeQuery($"127.0.0.1:{server.Port}", null, null, false, null);

        var probes = Enumerable.Range(0, 5).Select(_ => endpoint.AnswerAsync(query, CancellationToken.None)).ToArray();
        await arrived.WaitAsync(Probe.Long);
        await arrived.WaitAsync(Probe.Long);
        Assert.That(server.Connections, Is.EqualTo(2));
        go.SetResult();

        Assert.That((await Task.WhenAll(probes)).Select(answer => answer.Status), Has.All.EqualTo(200));
        Assert.That(server.Connections, Is.EqualTo(5));
    }

    [Test]
    public async Task What_the_peer_tells_of_itself_is_told()
    {
        var time = new ManualTime();
        var registry = new InstrumentRegistry();
        using var endpoint = Make("allow: [\"127.0.0.1\"]", new EndpointInstruments(registry, time));
        time.Advance(TimeSpan.FromHours(1));

        await endpoint.AnswerAsync(new ProbeQuery("x", "nope", null, false, null), CancellationToken.None);
        await endpoint.AnswerAsync(new ProbeQuery("x", "neither", null, false, null), CancellationToken.None);

        var writer = new Metrics.FamilyWriter();
        using var collector = new InstrumentCollector(registry, showsProcess: true);
        collector.Collect(writer);
        Assert.That(Probe.Lines(writer).Split('\n').Where(line => !line.StartsWith("# HELP", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            "# TYPE blackbox_exporter_config_last_reload_success_timestamp_seconds gauge",
            "blackbox_exporter_config_last_reload_success_timestamp_seconds 1767323045",
            "# TYPE blackbox_exporter_config_last_reload_successful gauge",
            "blackbox_exporter_config_last_reload_successful 1",
            "# TYPE blackbox_module_unknown_total counter",
            "blackbox_module_unknown_total 2",
            "",
        }));
    }

    private static async Task<ProbeAnswer> AskAsync(string yaml, ProbeQuery query)
    {
        using var endpoint = Make(yaml);
        return await endpoint.AnswerAsync(query, CancellationToken.None);
    }

    private static ProbeEndpoint Make(string yaml, EndpointInstruments? instruments = null)
    {
        var report = new ConfigReport();
        var config = ProbesConfigReader.Read(ConfigFile.Parse(yaml, "exporters.yaml", report, _ => null), report);
        Assert.That(report.Problems, Is.Empty);
        return new ProbeEndpoint(config, new ProbeRunner(TimeProvider.System, Probe.Resolver(), Probe.Instruments()), TimeProvider.System, instruments);
    }
}
