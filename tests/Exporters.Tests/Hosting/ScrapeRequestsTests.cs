using Exporters.Hosting;
using Exporters.Metrics.Instruments;

namespace Exporters.Tests.Hosting;

[TestFixture]
public sealed class ScrapeRequestsTests
{
    [Test]
    public void Above_the_limit_nobody_enters_until_somebody_leaves()
    {
        var requests = new ScrapeRequests(2, new InstrumentRegistry());

        Assert.That((requests.TryEnter(), requests.TryEnter(), requests.TryEnter()), Is.EqualTo((true, true, false)));
        requests.Leave();
        Assert.That(requests.TryEnter(), Is.True);
    }

    [Test]
    public void Zero_is_no_limit()
    {
        var requests = new ScrapeRequests(0, new InstrumentRegistry());

        Assert.That(Enumerable.Range(0, 100).All(_ => requests.TryEnter()), Is.True);
    }

    [TestCase("10", 9.5)]
    [TestCase("0.4", 0.2)]
    [TestCase("1e9", 9.5)]
    [TestCase("-1", 9.5)]
    [TestCase("nonsense", 9.5)]
    [TestCase(null, 9.5)]
    [TestCase("3600", 120)]
    public void The_deadline_lies_below_what_the_scraper_waits(string? header, double seconds) =>
        Assert.That(ScrapeDeadline.From(header).TotalSeconds, Is.EqualTo(seconds));

    [TestCase("127.0.0.1:9200", "127.0.0.1:9200")]
    [TestCase("[::1]:9200", "[::1]:9200")]
    [TestCase(":9100", ":9100")]
    [TestCase("*:9100", ":9100")]
    [TestCase("localhost:0", "127.0.0.1:0")]
    [TestCase("9200", null)]
    [TestCase("::1:9200", null)]
    [TestCase("host.example:9200", "host.example:9200")]
    [TestCase("not a name:9200", null)]
    [TestCase("127.0.0.1:70000", null)]
    public void Addresses_are_read_as_node_exporter_writes_them(string text, string? expected) =>
        Assert.That(ListenAddress.TryParse(text, out var address) ? address.ToString() : null, Is.EqualTo(expected));
}
