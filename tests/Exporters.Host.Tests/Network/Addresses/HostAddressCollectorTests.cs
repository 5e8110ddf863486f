using System.Net;
using Exporters.Configuration.Settings;
using Exporters.Host.Network.Addresses;
using Exporters.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Host.Tests.Network.Addresses;

public sealed class HostAddressCollectorTests
{
    [Test]
    public async Task The_public_address_is_asked_on_a_timer_and_a_scrape_shows_the_answer_with_its_age()
    {
        using var tree = FixtureTree.Empty();
        using var handler = new Once("8.8.4.4");
        using var collector = Collector(tree, handler, "https://address.example/");
        Assert.That(Page.Samples(collector), Is.Empty, "nobody was asked by the scrape");

        using var stop = new CancellationTokenSource();
        var running = collector.RunAsync(stop.Token);
        await handler.Answered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        while (Page.Samples(collector).Length == 0)
        {
            await Task.Yield();
        }

        var samples = Page.Samples(collector);
        Assert.That(samples, Does.Contain("exporters_host_address_info{address=\"8.8.4.4\",family=\"ipv4\",scope=\"public\"} 1"));
        Assert.That(samples, Has.One.StartsWith("exporters_collector_data_age_seconds{collector=\"hostaddress\"} "));
        await stop.CancelAsync();
        await running;
    }

    [Test]
    public async Task An_interface_that_has_the_public_address_is_named()
    {
        using var tree = FixtureTree.With("proc/net/if_inet6", "20010db8000000000000000000000001 02 40 00 80     eth0\n");
        using var handler = new Once("2001:db8::1");
        using var collector = Collector(tree, handler, "https://address.example/");
        using var stop = new CancellationTokenSource();
        var running = collector.RunAsync(stop.Token);
        await handler.Answered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        while (Page.Samples(collector).Length == 0)
        {
            await Task.Yield();
        }

        Assert.That(
            Page.Samples(collector, "exporters_host_address_info"),
            Is.EqualTo(new[] { "exporters_host_address_info{device=\"eth0\",address=\"2001:db8::1\",family=\"ipv6\",scope=\"public\"} 1" }));
        await stop.CancelAsync();
        await running;
    }

    [Test]
    public async Task Without_a_url_there_is_no_timer()
    {
        using var tree = FixtureTree.Empty();
        using var handler = new Once("8.8.4.4");
        using var collector = Collector(tree, handler, "");
        await collector.RunAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(handler.Answered.Task.IsCompleted, Is.False);
    }

    [TestCase("ftp://example.org/")]
    [TestCase("address.example")]
    public void A_url_that_is_none_is_refused(string url)
    {
        var setting = HostAddressCollector.Settings.Single(setting => setting.Kind == SettingKind.Url);
        Assert.That(new SettingValues().TrySet(setting, [url], "--flag", out var error), Is.False);
        Assert.That(error, Does.Contain("must be a URL").And.Contain(url));
    }

    private static HostAddressCollector Collector(FixtureTree tree, HttpMessageHandler handler, string url)
    {
        var values = new SettingValues();
        Assert.That(values.TrySet(HostAddressCollector.Settings.Single(setting => setting.Kind == SettingKind.Url), [url], "--flag", out _));
        return new HostAddressCollector(new HostContext(tree.Paths, values, TimeProvider.System, NullLoggerFactory.Instance), handler);
    }

    private sealed class Once(string text) : HttpMessageHandler
    {
        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Answered.TrySetResult();
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(text) });
        }
    }
}
