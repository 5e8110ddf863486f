using System.IO.Compression;
using System.Net;
using System.Text;
using Exporters.Configuration;
using Exporters.Configuration.Settings;
using Exporters.Hosting;
using Exporters.Testing.Exposition;
using Microsoft.AspNetCore.Builder;

namespace Exporters.Tests.Hosting;

/// <summary>The endpoints of a running program, over HTTP.</summary>
[TestFixture]
public sealed class ServeTests
{
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = Build(_ => { });
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Test]
    public async Task The_page_is_text_and_reads_back()
    {
        using var response = await _client.GetAsync("/metrics");
        var families = ExpositionParser.Parse(await response.Content.ReadAsStringAsync());

        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
        Assert.That(families.Keys, Does.Contain("node_cpu_seconds_total").And.Contain("node_memory_MemTotal_bytes").And.Contain("node_load1"));
        Assert.That(families["exporters_build_info"].Samples.Single().Value, Is.EqualTo(1));
    }

    [Test]
    public async Task Prometheus_gets_OpenMetrics_compressed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.3");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        request.Headers.TryAddWithoutValidation("X-Prometheus-Scrape-Timeout-Seconds", "5");
        using var response = await _client.SendAsync(request);
        await using var gzip = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        var families = ExpositionParser.Parse(await reader.ReadToEndAsync(), openMetrics: true);

        Assert.That(response.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
        Assert.That(response.Content.Headers.ContentType!.ToString(), Is.EqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8"));
        Assert.That(families["node_cpu_seconds"].Type, Is.EqualTo("counter"));
    }

    [Test]
    public async Task Collect_limits_the_page_and_build_info_stays()
    {
        var families = ExpositionParser.Parse(await _client.GetStringAsync("/metrics?collect[]=loadavg&collect[]=meminfo"));

        Assert.That(families.Keys, Does.Contain("node_load1").And.Contain("node_memory_MemTotal_bytes").And.Contain("exporters_build_info"));
        Assert.That(families.Keys, Does.Not.Contain("node_cpu_seconds_total"));
        Assert.That(families["node_scrape_collector_success"].Samples.Select(s => s.Labels["collector"]), Is.EqualTo(new[] { "loadavg", "meminfo" }));
    }

    [TestCase("/metrics?collect[]=nonsense", "unknown collector: nonsense")]
    [TestCase("/metrics?collect[]=interrupts", "disabled collector: interrupts; start with --collector.interrupts")]
    [TestCase("/metrics?collect[]=cpu&exclude[]=cpu", "cannot be used together")]
    public async Task A_selection_that_cannot_be_met_is_refused_with_its_reason(string path, string message)
    {
        using var response = await _client.GetAsync(path);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(message));
    }

    [TestCase("/health", "\"status\":\"healthy\"")]
    [TestCase("/ready", "\"module\":\"host\"")]
    public async Task Health_and_readiness_are_JSON_with_a_line_per_module(string path, string part)
    {
        using var response = await _client.GetAsync(path);

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/json"));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(part));
    }

    [Test]
    public async Task The_landing_page_links_to_the_metrics()
    {
        using var response = await _client.GetAsync("/");

        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("href=\"/metrics\""));
    }

    [Test]
    public async Task Other_paths_and_methods_are_refused_with_a_hint()
    {
        using var nowhere = await _client.GetAsync("/metric");
        using var post = await _client.PostAsync("/metrics", null);
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/metrics"));

        Assert.That(nowhere.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await nowhere.Content.ReadAsStringAsync(), Does.Contain("/metrics"));
        Assert.That(post.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Scrapes_are_counted_by_status()
    {
        using var refused = await _client.GetAsync("/metrics?collect[]=nonsense");
        var families = ExpositionParser.Parse(await _client.GetStringAsync("/metrics"));

        Assert.That(families["promhttp_metric_handler_requests_total"].Samples.Single(s => s.Labels["code"] == "400").Value, Is.Positive);
        Assert.That(families["promhttp_metric_handler_requests_in_flight"].Samples.Single().Value, Is.Positive);
    }

    [Test]
    public async Task Requests_are_counted_by_path_and_status_with_their_durations()
    {
        using var health = await _client.GetAsync("/health");
        using var scrape = await _client.GetAsync("/metrics?collect[]=loadavg");
        var page = ExpositionParser.Parse(await _client.GetStringAsync("/metrics"));

        Assert.That(Value(page, "exporters_http_requests_total", ("path", "/health"), ("code", "200")), Is.Positive);
        Assert.That(Value(page, "exporters_http_requests_total", ("path", "/metrics"), ("code", "200")), Is.Positive);
        Assert.That(page["exporters_http_request_duration_seconds"].Samples.Count(s => s.Name.EndsWith("_count", StringComparison.Ordinal) && s.Labels["path"] == "/metrics"), Is.EqualTo(1));
        Assert.That(page["exporters_scrape_duration_seconds"].Samples.Single(s => s.Name.EndsWith("_count", StringComparison.Ordinal)).Value, Is.Positive);
    }

    [Test]
    public async Task Paths_methods_and_labels_that_a_client_invents_make_no_series()
    {
        string[] hostile =
        [
            "/nowhere", "/metrics/", "//metrics", "/METRICS", "/metrics%00", "/%22%7D%201%0Aevil%201", "/../metrics", "/probe/x", "/health?x=1", "/-/reload",
            "/" + new string('a', 2000),
        ];
        await HitAsync(0);
        var before = await SeriesAsync();
        for (var i = 1; i < 20; i++)
        {
            await HitAsync(i);
        }

        var after = await SeriesAsync();

        Assert.That(after.Except(before), Is.Empty);
        Assert.That(after, Has.Some.EqualTo("other"));

        async Task HitAsync(int number)
        {
            foreach (var path in hostile)
            {
                using var get = await _client.GetAsync($"{_app.Urls.Single()}{path}{(number > 0 ? number : "")}");
                using var other = await _client.SendAsync(new HttpRequestMessage(new HttpMethod($"EVIL{number}"), $"{_app.Urls.Single()}{path}"));
            }
        }

        async Task<HashSet<string>> SeriesAsync()
        {
            var page = ExpositionParser.Parse(await _client.GetStringAsync("/metrics"));
            return [.. page["exporters_http_requests_total"].Samples.Select(s => s.Labels["path"]), .. page["exporters_http_requests_total"].Samples.Select(s => s.Labels["code"])];
        }
    }

    [Test]
    public async Task Families_of_both_parts_stand_on_one_page_in_the_order_of_their_names()
    {
        foreach (var accept in new[] { "text/plain;version=0.0.4", "application/openmetrics-text;version=1.0.0" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = await _client.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            var openMetrics = accept.Contains("openmetrics", StringComparison.Ordinal);
            var page = ExpositionParser.Parse(text, openMetrics);
            var names = text.Split('\n').Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToArray();

            Assert.That(page.Keys, Does.Contain("promhttp_metric_handler_requests_in_flight").And.Contain("process_num_threads").And.Contain("node_load1"));
            Assert.That(names, Is.Unique);
            Assert.That(text.Split("# EOF"), Has.Length.EqualTo(openMetrics ? 2 : 1));
            Assert.That(text, Does.Not.Contain("_created"));
        }
    }

    [Test]
    public async Task Without_exporter_metrics_nothing_tells_of_the_process_or_its_requests()
    {
        await using var app = Build(values => values.TrySet(ServerSettings.DisableExporterMetrics, ["true"], "test", out _));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var first = await client.GetAsync("/metrics");
        var page = ExpositionParser.Parse(await client.GetStringAsync("/metrics"));

        Assert.That(page.Keys, Has.None.StartsWith("promhttp_").And.None.StartsWith("process_").And.None.StartsWith("exporters_http_").And.None.StartsWith("exporters_scrape_"));
        Assert.That(page.Keys, Does.Contain("exporters_build_info").And.Contain("node_load1"));
    }

    private static double Value(IReadOnlyDictionary<string, ParsedFamily> page, string family, params (string Name, string Value)[] labels) =>
        page[family].Samples.Single(sample => labels.All(label => sample.Labels[label.Name] == label.Value)).Value;

    internal static WebApplication Build(Action<SettingValues> flags)
    {
        var report = new ConfigReport();
        var config = AppConfigReader.Read(
            values =>
            {
                values.TrySet(ServerSettings.ListenAddress, ["127.0.0.1:0"], "test", out _);
                flags(values);
            },
            report,
            _ => null);
        Assert.That(report.Problems, Is.Empty);
        return ServeHost.Build(config);
    }
}
