using Exporters.Configuration;
using Exporters.Logs.Sources;
using Exporters.Logs.Spool;
using Exporters.Logs.Tests.Parsing;

namespace Exporters.Logs.Tests;

internal sealed class LogsConfigReaderTests
{
    [Test]
    public void A_metric_that_two_sources_derive_differently_is_refused_where_it_comes_again()
    {
        _ = Read(
            """
            sources:
              - { type: file, include: [/a], steps: [{ metrics: [{ name: requests_total, labels: { method: method } }] }] }
              - { type: file, include: [/b], steps: [{ metrics: [{ name: requests_total, labels: { method: verb } }] }] }
              - { type: file, include: [/c], steps: [{ metrics: [{ name: requests_total, labels: { code: status } }] }] }
            """,
            out var problems);
        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(problems[0], Does.StartWith("test.yaml:5:7: ").And.Contain("logs.sources[2]: derives the metric requests_total with another type, other labels or other buckets"));
    }

    [Test]
    public void Everything_that_can_be_said_is_read()
    {
        var config = Read(
            """
            enabled: false
            state_dir: /var/lib/shop
            shutdown_timeout: 30s
            poll_interval: 100ms
            discovery_interval: 1s
            max_open_files: 64
            start_at: end
            unfinished_line_timeout: 2m
            rotate_wait: 10s
            batch: { max_records: 10, max_bytes: 64KiB, flush_interval: 1s }
            spool: { max_bytes: 32MiB, when_full: drop_oldest }
            resource: { job: shop }
            sources:
              - { type: file, name: app, include: [/var/log/app/*.log, relative.log], exclude: ["*.gz"], service: api, max_line_bytes: 64KiB, resource: { team: a } }
              - { type: file, include: [/var/log/b], service: api }
              - { type: docker, endpoint: "unix:///run/docker.sock" }
            """,
            out var problems);
        Assert.That(problems, Is.Empty);
        Assert.That((config.Enabled, config.StateDirectory, config.ShutdownTimeout), Is.EqualTo((false, "/var/lib/shop", TimeSpan.FromSeconds(30))));
        Assert.That((config.PollInterval, config.Follow.DiscoveryInterval), Is.EqualTo((TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1))));
        Assert.That((config.Follow.MaxOpenFiles, config.Follow.StartAtEnd), Is.EqualTo((64, true)));
        Assert.That((config.Follow.Times.UnfinishedLine, config.Follow.Times.AfterRotation), Is.EqualTo((TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10))));
        Assert.That((config.Batch.MaxRecords, config.Batch.MaxBytes, config.Batch.FlushInterval), Is.EqualTo((10, 64L << 10, TimeSpan.FromSeconds(1))));
        Assert.That(config.Spool, Is.EqualTo(new SpoolLimits(32 << 20, WhenFull.DropOldest)));
        Assert.That(config.Resource, Is.EqualTo(new[] { KeyValuePair.Create("job", "shop") }));
        Assert.That(config.Sources.Select(s => s.Name), Is.EqualTo(new[] { "app", "api", "docker" }));
        Assert.That(config.Sources.Select(s => s.Kind), Is.EqualTo(new[] { SourceKind.File, SourceKind.File, SourceKind.Docker }));
        Assert.That(config.Sources[0].Include, Is.All.Matches<string>(Path.IsPathRooted));
        Assert.That(config.Sources[0].Exclude, Is.EqualTo(new[] { "*.gz" }));
        Assert.That((config.Sources[0].MaxLineBytes, config.Sources[0].Resource[0].Value), Is.EqualTo((64 << 10, "a")));
        Assert.That(config.Sources[2].Endpoint, Is.EqualTo("unix:///run/docker.sock"));
    }

    [Test]
    public void Without_a_section_nothing_is_followed() =>
        Assert.That(LogsConfigReader.Read(null, new ConfigReport()).Enabled, Is.False);

    [Test]
    public void Sources_without_a_name_that_share_a_service_are_told_apart_by_what_they_read()
    {
        const string A = "{ type: file, include: [/a], service: x }";
        const string B = "{ type: file, include: [/b], service: x }";

        Assert.That(Read($"sources: [ {A}, {B} ]", out _).Sources.Select(s => s.Name), Is.EqualTo(new[] { "x:/a", "x:/b" }));
        Assert.That(Read($"sources: [ {B}, {A} ]", out _).Sources.Select(s => s.Name), Is.EqualTo(new[] { "x:/b", "x:/a" }));
        Assert.That(Read($"sources: [ {A}, {B} ]", out _).Sources.Select(s => s.ServiceName), Is.All.EqualTo("x"));
    }

    [TestCase("sources: [ { type: file, include: [/a] }, { type: file, include: [/a] } ]", "cannot be told apart from another source")]
    [TestCase("sources: [ { type: docker }, { type: docker } ]", "cannot be told apart from another source")]
    [TestCase("sources: [ { type: file, name: x, include: [/a] }, { type: file, name: x, include: [/b] } ]", "name: \"x\" is the name of another source; give each its own")]
    public void Sources_that_cannot_be_told_apart_are_a_problem(string yaml, string problem)
    {
        Read(yaml, out var problems);

        Assert.That(problems, Has.Count.EqualTo(1).And.One.Contains(problem).And.One.Contains("logs.sources[1]"));
    }

    [TestCase("enabled: perhaps", "2:12: logs.enabled: ")]
    [TestCase("shutdown_timeout: 1h", "2:21: logs.shutdown_timeout: must be between 0s and 5m, got \"1h\"")]
    [TestCase("poll_interval: 1ms", "2:18: logs.poll_interval: must be between 10ms and 10s, got \"1ms\"")]
    [TestCase("discovery_interval: 1h", "2:23: logs.discovery_interval: must be between 100ms and 10m, got \"1h\"")]
    [TestCase("max_open_files: 1", "2:19: logs.max_open_files: ")]
    [TestCase("start_at: middle", "2:13: logs.start_at: ")]
    [TestCase("unfinished_line_timeout: 1ms", "2:28: logs.unfinished_line_timeout: must be between 1s and 1d, got \"1ms\"")]
    [TestCase("rotate_wait: 1ms", "2:16: logs.rotate_wait: must be between 100ms and 1h, got \"1ms\"")]
    [TestCase("batch: { max_records: 0 }", "2:25: logs.batch.max_records: ")]
    [TestCase("batch: { max_bytes: 1 }", "2:23: logs.batch.max_bytes: ")]
    [TestCase("batch: { flush_interval: 1h }", "2:28: logs.batch.flush_interval: must be between 10ms and 5m, got \"1h\"")]
    [TestCase("batch: { max_record: 1 }", "2:12: logs.batch.max_record: ", "max_records")]
    [TestCase("spool: { max_bytes: 1MiB }", "2:23: logs.spool.max_bytes: ", "16MiB")]
    [TestCase("spool: { when_full: panic }", "2:23: logs.spool.when_full: ", "drop_oldest")]
    [TestCase("spool: { max_size: 1GiB }", "2:12: logs.spool.max_size: ")]
    [TestCase("resource: [a]", "2:13: logs.resource: ")]
    [TestCase("sources: [ { include: [/a] } ]", "2:14: logs.sources[0]: needs a type: ")]
    [TestCase("sources: [ { type: syslog } ]", "2:22: logs.sources[0].type: ")]
    [TestCase("sources: [ { type: file } ]", "2:14: logs.sources[0]: a source of type file needs include: ")]
    [TestCase("sources: [ { type: file, include: [/a], max_line_bytes: 1 } ]", "2:59: logs.sources[0].max_line_bytes: ")]
    [TestCase("sources: [ { type: file, include: [/a], exclud: [b] } ]", "2:43: logs.sources[0].exclud: ", "exclude")]
    [TestCase("sources: [ { type: file, include: [/a], format: yaml } ]", "2:51: logs.sources[0].format: ")]
    [TestCase("sources: [ { type: file, include: [/a], multiline: maybe } ]", "2:54: logs.sources[0].multiline: ")]
    [TestCase("sources: [ { type: file, include: [/a], steps: [ { drp: {} } ] } ]", "2:54: logs.sources[0].steps[0].drp: ", "drop")]
    [TestCase("sources: [ { type: docker, path_labels: a } ]", "2:30: logs.sources[0].path_labels: ")]
    [TestCase("sources: [ { type: file, include: [/a], path_labels: '([' } ]", "2:56: logs.sources[0].path_labels: ")]
    [TestCase("sources: [ { type: file, include: [/a], path_labels: '/(.*)/' } ]", "2:56: logs.sources[0].path_labels: ", "(?<pod>[^_]+)")]
    [TestCase("sources: [ { type: file, include: [/a], path_labels: { attributes: {} } } ]", "2:56: logs.sources[0].path_labels: needs pattern")]
    [TestCase("sources: [ { type: file, include: [/a], path_labels: { pattern: '(?<pod>.)', attributes: { app: pot } } } ]", "2:99: logs.sources[0].path_labels.attributes.app: ", "it has pod")]
    [TestCase("stat_dir: /x", "2:3: logs.stat_dir: ", "state_dir")]
    public void A_wrong_key_is_named_with_its_place(string yaml, string start, string mentions = "")
    {
        Read(yaml, out var problems);
        Assert.That(problems, Has.Count.EqualTo(1));
        Assert.That(problems[0], Does.StartWith("test.yaml:" + start).And.Contain(mentions));
    }

    private static LogsConfig Read(string yaml, out List<string> problems)
    {
        var report = new ConfigReport();
        var node = Yaml.Key("logs:\n" + string.Join('\n', yaml.Split('\n').Select(line => "  " + line)), "logs", report);
        var config = LogsConfigReader.Read(node, report);
        problems = [.. report.Problems.Select(p => p.ToString())];
        return config;
    }
}
