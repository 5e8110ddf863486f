namespace Exporters.Logs.Tests.Otlp;

/// <summary>The receiver that <c>--otlp-endpoint</c> names.</summary>
[TestFixture]
public sealed class EndpointTests
{
    [Test]
    public void It_replaces_the_default_and_knows_Loki()
    {
        Assert.That(new LogsConfig().Otlp.IsEndpointGiven, Is.False);
        Assert.That(new LogsConfig().TryWithEndpoint("http://loki:3100/otlp/v1/logs", out var config, out _), Is.True);
        Assert.That(config.Otlp.Endpoint, Is.EqualTo(new Uri("http://loki:3100/otlp/v1/logs")));
        Assert.That(config.Otlp.IsEndpointGiven, Is.True);
        Assert.That(config.Otlp.Limits.NeedsAsciiNames, Is.True);
    }

    [TestCase("loki:3100", "must be an http or https URL such as http://loki:3100/otlp/v1/logs, got \"loki:3100\"")]
    [TestCase("http://loki:3100", "must be the whole URL: http://loki:3100/otlp/v1/logs for Loki, http://loki:3100/v1/logs for a collector")]
    public void What_is_no_receiver_is_said(string text, string problem)
    {
        Assert.That(new LogsConfig().TryWithEndpoint(text, out _, out var said), Is.False);
        Assert.That(said, Is.EqualTo(problem));
    }
}
