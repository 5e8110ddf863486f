using System.Net;
using Exporters.Probes.Guard;

namespace Exporters.Probes.Tests.Guard;

internal sealed class TargetGuardTests
{
    [TestCase("shop.example", "http://shop.example/", true)]
    [TestCase("*.example", "https://a.b.example:8443/x", true)]
    [TestCase("*.example", "http://example.evil/", false)]
    [TestCase("*.example", "http://evil.test/a.example", false)]
    [TestCase("*.example", "http://evil.test#.example", false)]
    [TestCase("https://*.example", "http://a.example/", false)]
    [TestCase("shop.example:443", "https://shop.example/", true)]
    [TestCase("shop.example:443", "https://shop.example:444/", false)]
    [TestCase("shop.example:*", "https://shop.example:444/", true)]
    [TestCase("http://shop.example/health*", "http://shop.example/healthz?x", true)]
    [TestCase("http://shop.example/health*", "http://shop.example/admin", false)]
    [TestCase("SHOP.example", "http://shop.EXAMPLE/", true)]
    [TestCase("*", "http://anything/", true)]
    [TestCase("[2001:db8::1]:80", "http://[2001:db8::1]/", true)]
    public void Patterns_allow_within_their_parts(string rule, string url, bool allowed)
    {
        var guard = TargetGuard.ForRequest(Rules(rule), null);

        Assert.That(() => guard.CheckName(HopTarget.Of(new Uri(url))), allowed ? Throws.Nothing : Throws.TypeOf<GuardException>());
    }

    [TestCase("10.0.0.0/8", "10.1.2.3", true)]
    [TestCase("10.0.0.0/8", "11.1.2.3", false)]
    [TestCase("192.0.2.1", "192.0.2.1", true)]
    [TestCase("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [TestCase("2001:db8::/32", "2001:db8::5", true)]
    [TestCase("127.0.0.0/8", "127.0.0.1", true)]
    public void Ranges_allow_by_the_address_found(string rule, string address, bool allowed)
    {
        var guard = TargetGuard.ForRequest(Rules(rule), null);
        var hop = new HopTarget("http", "some.name", 80, "/");

        Assert.That(() => guard.CheckName(hop), Throws.Nothing);
        Assert.That(() => guard.CheckAddress(hop, IPAddress.Parse(address)), allowed ? Throws.Nothing : Throws.TypeOf<GuardException>());
    }

    [TestCase("169.254.169.254")]
    [TestCase("169.254.0.1")]
    [TestCase("fe80::1")]
    [TestCase("::ffff:169.254.169.254")]
    [TestCase("64:ff9b::a9fe:a9fe")]
    [TestCase("fd00:ec2::254")]
    [TestCase("fd20:ce::254")]
    [TestCase("fd00:c1::a9fe:a9fe")]
    [TestCase("0.1.2.3")]
    [TestCase("::ffff:0.0.0.0")]
    [TestCase("255.255.255.255")]
    [TestCase("ff02::1")]
    [TestCase("100.100.100.200")]
    [TestCase("0.0.0.0")]
    [TestCase("::")]
    [TestCase("224.0.0.1")]
    public void Special_addresses_are_refused_whatever_else_is_allowed_until_they_are_named(string text)
    {
        var address = IPAddress.Parse(text);
        var hop = new HopTarget("http", "innocent.example", 80, "/");
        var named = SpecialAddresses.Unwrap(address).ToString();

        Assert.That(() => TargetGuard.ForRequest(Rules("*", "0.0.0.0/0", "::/0"), null).CheckAddress(hop, address), Throws.TypeOf<GuardException>());
        Assert.That(() => TargetGuard.ForConfigured(Rules("0.0.0.0/0"), null).CheckAddress(hop, address), Throws.TypeOf<GuardException>());
        Assert.That(() => TargetGuard.ForRequest(Rules("*", named), null).CheckAddress(hop, address), Throws.Nothing);
    }

    [Test]
    public void A_configured_target_may_name_a_special_address_itself_and_its_redirects_may_not()
    {
        var first = HopTarget.Of(new Uri("http://169.254.0.5/"));
        var guard = TargetGuard.ForConfigured([], first);

        Assert.That(() => guard.CheckAddress(first, IPAddress.Parse("169.254.0.5")), Throws.Nothing);
        Assert.That(() => guard.CheckAddress(HopTarget.Of(new Uri("http://169.254.169.254/")), IPAddress.Parse("169.254.169.254")), Throws.TypeOf<GuardException>());
    }

    [TestCase("https://www.shop.example/x", true)]
    [TestCase("https://shop.example/login", true)]
    [TestCase("http://shop.example:22/", false)]
    [TestCase("https://sso.example/", false)]
    public void A_request_for_a_configured_target_may_be_led_to_its_own_host_only(string url, bool allowed)
    {
        var guard = TargetGuard.ForRequest([], HopTarget.Of(new Uri("http://shop.example/")));

        Assert.That(() => guard.CheckName(HopTarget.Of(new Uri(url))), allowed ? Throws.Nothing : Throws.TypeOf<GuardException>());
    }

    [Test]
    public void A_refusal_says_what_would_allow_it()
    {
        var guard = TargetGuard.ForRequest([], null);

        Assert.That(
            () => guard.CheckName(HopTarget.Of(new Uri("http://x.example:8080/"))),
            Throws.TypeOf<GuardException>().With.Message.EqualTo(
                "x.example:8080 is not among the allowed targets; add it to probes.targets, or a pattern or CIDR such as \"x.example\" to probes.allow"));
    }

    private static TargetRule[] Rules(params string[] texts) =>
        [.. texts.Select(text => TargetRule.TryParse(text, out var rule) ? rule : throw new ArgumentException(text, nameof(texts)))];
}
