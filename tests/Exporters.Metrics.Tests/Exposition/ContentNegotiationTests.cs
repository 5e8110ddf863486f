using Exporters.Metrics.Exposition;

namespace Exporters.Metrics.Tests.Exposition;

[TestFixture]
public sealed class ContentNegotiationTests
{
    private const string Text = "text/plain; version=0.0.4; charset=utf-8";
    private const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    // What Prometheus 2.53 and 3.x send, as seen on the wire.
    private const string Prometheus2 = "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    private const string Prometheus3 =
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2";

    [TestCase("", Text)]
    [TestCase("*/*", Text)]
    [TestCase("text/html,application/xhtml+xml,*/*;q=0.8", Text)]
    [TestCase("application/json", Text)]
    [TestCase("text/plain", Text)]
    [TestCase("text/plain;version=0.0.4;escaping=underscores", Text + "; escaping=underscores")]
    [TestCase("text/plain;version=1.0.0;escaping=allow-utf-8;q=0.9,text/plain;version=0.0.4;q=0.3", Text)]
    [TestCase("application/openmetrics-text", OpenMetrics)]
    [TestCase("Application/OpenMetrics-Text; Version=\"1.0.0\"", OpenMetrics)]
    [TestCase("application/openmetrics-text;version=0.0.1", Text)]
    [TestCase("application/openmetrics-text;version=1.0.0;q=0", Text)]
    [TestCase("application/openmetrics-text;version=1.0.0;q=0.2,text/plain;q=0.8", Text)]
    [TestCase("application/openmetrics-text;version=1.0.0;q=nonsense", Text)]
    [TestCase("application/openmetrics-text;version=1.0.0;escaping=made-up", OpenMetrics)]
    [TestCase(Prometheus2, OpenMetrics)]
    [TestCase(Prometheus3, OpenMetrics + "; escaping=allow-utf-8")]
    [TestCase(";;,,=;q", Text)]
    public void The_best_format_that_both_know_is_chosen(string accept, string answer) =>
        Assert.That(ContentNegotiation.Choose(accept).Header, Is.EqualTo(answer));

    [TestCase("", false)]
    [TestCase("gzip", true)]
    [TestCase("deflate, GZIP;q=0.1", true)]
    [TestCase("gzip;q=0", false)]
    [TestCase("gzip;q=0, *", false)]
    [TestCase("*", true)]
    [TestCase("identity, br", false)]
    public void Gzip_only_when_the_client_lists_it(string acceptEncoding, bool expected) =>
        Assert.That(ContentNegotiation.AcceptsGzip(acceptEncoding), Is.EqualTo(expected));
}
