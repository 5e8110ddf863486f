using Exporters.Probes.Guard;

namespace Exporters.Probes.Tests.Guard;

internal sealed class HostNameTests
{
    [TestCase("shop.example", "shop.example")]
    [TestCase("shop.example.", "shop.example.")]
    [TestCase("_dns._tcp.a", "_dns._tcp.a")]
    [TestCase("münchen.test", "xn--mnchen-3ya.test")]
    [TestCase("127.0.0.1", "127.0.0.1")]
    [TestCase("::1", "::1")]
    public void A_name_or_address_is_taken_in_ascii(string text, string host)
    {
        Assert.That(HostName.TryParse(text, out var found));
        Assert.That(found, Is.EqualTo(host));
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase("a..b")]
    [TestCase("a b")]
    [TestCase("a/b?c")]
    [TestCase("a\0")]
    [TestCase("a\r\nX: 1")]
    [TestCase("a:80")]
    [TestCase("*")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Anything_else_is_not(string text) => Assert.That(HostName.TryParse(text, out _), Is.False);

    [TestCase("shop.example:8443", "shop.example:8443", "shop.example")]
    [TestCase("[::1]:80", "[::1]:80", "::1")]
    [TestCase("[::1]", "[::1]", "::1")]
    [TestCase("münchen.test:80", "xn--mnchen-3ya.test:80", "xn--mnchen-3ya.test")]
    public void A_host_header_may_have_a_port(string text, string header, string name)
    {
        Assert.That(HostName.TryParseHeader(text, out var found));
        Assert.That(found, Is.EqualTo(header));
        Assert.That(HostName.OfHeader(header), Is.EqualTo(name));
    }

    [TestCase("a:x")]
    [TestCase("a:99999")]
    [TestCase("::1")]
    [TestCase("[a]")]
    [TestCase(":80")]
    [TestCase("a:1:2")]
    public void A_host_header_is_nothing_else(string text) => Assert.That(HostName.TryParseHeader(text, out _), Is.False);
}
