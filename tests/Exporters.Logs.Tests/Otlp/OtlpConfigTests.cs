using Exporters.Configuration;
using Exporters.Logs.Otlp;

namespace Exporters.Logs.Tests.Otlp;

public sealed class OtlpConfigTests
{
    [Test]
    public void Everything_that_can_be_said_is_read()
    {
        var report = new ConfigReport();
        var config = OtlpConfig.Read(
            Yaml.Key(
                """
                otlp:
                  endpoint: "http://loki:3100/otlp/v1/logs"
                  compression: none
                  timeout: 5s
                  headers: { X-Scope-OrgID: shop }
                  retry: { first_wait: 2s, longest_wait: 1m, breaker_failures: 3, breaker_trial: 10s }
                """,
                "otlp",
                report),
            report);

        Assert.That(report.Problems, Is.Empty);
        Assert.That(config.Gzip, Is.False);
        Assert.That(config.Grpc, Is.False);
        Assert.That(config.Timeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
        Assert.That(config.Headers, Is.EqualTo(new[] { KeyValuePair.Create("X-Scope-OrgID", "shop") }));
        Assert.That(config.Retry, Is.EqualTo(new RetryConfig
        {
            First = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromMinutes(1), BreakerFailures = 3, BreakerTrial = TimeSpan.FromSeconds(10),
        }));
        Assert.That(config.Limits, Is.EqualTo(ReceiverLimits.Loki));
    }

    [TestCase("otlp: { endpoint: 'http://otel:4318/v1/logs' }", 0)]
    [TestCase("otlp: { endpoint: 'http://otel:4318/v1/logs', limits: loki }", 128)]
    [TestCase("otlp: { endpoint: 'http://loki/otlp/v1/logs', limits: none }", 0)]
    [TestCase("otlp: { endpoint: 'http://loki/otlp/v1/logs', limits: { max_attributes: 256 } }", 256)]
    public void Limits_follow_the_receiver_or_what_is_said(string yaml, int attributes)
    {
        var report = new ConfigReport();

        Assert.That(OtlpConfig.Read(Yaml.Key(yaml, "otlp", report), report).Limits.MaxAttributes, Is.EqualTo(attributes));
        Assert.That(report.Problems, Is.Empty);
    }

    [TestCase("otlp: { basic_auth: { username: shop, password: 'a:b' } }", "Basic c2hvcDphOmI=")]
    [TestCase("otlp: { basic_auth: { username: '', password: '' } }", null)]
    [TestCase("otlp: { basic_auth: }", null)]
    public void User_and_password_become_a_header_and_nothing_where_both_are_empty(string yaml, string? header)
    {
        var report = new ConfigReport();
        var headers = OtlpConfig.Read(Yaml.Key(yaml, "otlp", report), report).Headers;

        Assert.That(report.Problems, Is.Empty);
        Assert.That(headers, Is.EqualTo(header is null ? [] : new[] { KeyValuePair.Create("Authorization", header) }));
    }

    [TestCase("otlp: { endpoint: loki }", "otlp.endpoint: must be an http or https URL")]
    [TestCase("otlp: { endpoint: 'http://loki:3100' }", "must be the whole URL: http://loki:3100/otlp/v1/logs for Loki")]
    [TestCase("otlp: { protocol: http }", "otlp.protocol: must be one of http/protobuf, grpc")]
    [TestCase("otlp: { timeout: 0s }", "otlp.timeout: must be between 1s and 10m")]
    [TestCase("otlp: { header: {} }", "did you mean headers?")]
    [TestCase("otlp: { endpoint: 'https://a/v1/logs', tls: { ca_file: /no/such.pem } }", "no such file: /no/such.pem")]
    [TestCase("otlp: { basic_auth: { password: x } }", "otlp.basic_auth: username must be given")]
    [TestCase("otlp: { headers: { authorization: x }, basic_auth: { username: u, password: p } }", "excludes the header Authorization")]
    [TestCase("otlp: { tls: {} }", "needs an https endpoint")]
    [TestCase("otlp: { retry: { first_wait: 1m } }", "longest_wait must not be shorter than first_wait")]
    public void What_is_wrong_is_said_with_its_place(string yaml, string problem)
    {
        var report = new ConfigReport();
        OtlpConfig.Read(Yaml.Key(yaml, "otlp", report), report);

        Assert.That(report.Problems.Select(p => p.ToString()), Has.Some.Contains(problem));
    }
}
