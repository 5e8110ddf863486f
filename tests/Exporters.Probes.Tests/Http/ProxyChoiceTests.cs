using System.Net;
using Exporters.Probes.Guard;
using Exporters.Probes.Http;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.Tests.Http;

[NonParallelizable]
internal sealed class ProxyChoiceTests
{
    private static readonly string[] Variables = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];
    private readonly Dictionary<string, string?> _before = [];

    [SetUp]
    public void Forget()
    {
        foreach (var name in Variables)
        {
            _before[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [TearDown]
    public void Restore()
    {
        foreach (var name in Variables)
        {
            Environment.SetEnvironmentVariable(name, _before[name]);
        }
    }

    [TestCase("example.com", "http://example.com/", false)]
    [TestCase("example.com", "http://www.Example.com/", false)]
    [TestCase("example.com", "http://notexample.com/", true)]
    [TestCase(".example.com", "http://example.com/", true)]
    [TestCase("*.example.com", "http://www.example.com/", false)]
    [TestCase("a.test, example.com:8080", "http://example.com:8080/", false)]
    [TestCase("example.com:8080", "http://example.com/", true)]
    [TestCase("10.0.0.0/8", "http://10.1.2.3/", false)]
    [TestCase("10.0.0.0/8", "http://11.1.2.3/", true)]
    [TestCase("2001:db8::1", "http://[2001:db8::1]/", false)]
    [TestCase("[2001:db8::1]:81", "http://[2001:db8::1]/", true)]
    [TestCase("192.0.2.7", "http://192.0.2.7:99/", false)]
    [TestCase("*", "http://example.com/", false)]
    [TestCase("example.com", "http://localhost/", false, Description = "a list of exceptions is about the world outside")]
    [TestCase("example.com", "http://127.0.0.1/", false)]
    [TestCase("", "http://127.0.0.1/", true, Description = "a proxy without exceptions is for everything")]
    public void Exceptions_are_names_domains_addresses_and_networks(string exceptions, string url, bool isProxied)
    {
        var options = new ProxyOptions { Url = new Uri("http://proxy.test:3128"), NoProxy = exceptions };

        Assert.That(Choose(options, url), isProxied ? Is.EqualTo(options.Url) : Is.Null);
    }

    [Test]
    public void An_exception_may_be_about_the_address_that_the_name_has()
    {
        var options = new ProxyOptions { Url = new Uri("http://proxy.test:3128"), NoProxy = "10.0.0.0/8" };

        Assert.That(Choose(options, "http://inside.test/"), Is.Not.Null);
        Assert.That(Choose(options, "http://inside.test/", IPAddress.Parse("10.9.9.9")), Is.Null);
    }

    [Test]
    public void The_environment_names_a_proxy_for_each_scheme_and_the_exceptions()
    {
        var options = new ProxyOptions { FromEnvironment = true };
        Assert.That(Choose(options, "http://example.com/"), Is.Null);

        Environment.SetEnvironmentVariable("HTTP_PROXY", "plain.test:3128");
        Environment.SetEnvironmentVariable("https_proxy", "socks5://user@secure.test");
        Environment.SetEnvironmentVariable("NO_PROXY", "internal.example.com");

        Assert.That(Choose(options, "http://example.com/"), Is.EqualTo(new Uri("http://plain.test:3128")));
        Assert.That(Choose(options, "https://example.com/"), Is.EqualTo(new Uri("socks5://user@secure.test")));
        Assert.That(Choose(options, "https://internal.example.com/"), Is.Null);
        Assert.That(Choose(options, "http://127.0.0.1/"), Is.Null);
        Environment.SetEnvironmentVariable("HTTP_PROXY", "gopher://old.test");
        Assert.That(
            () => Choose(options, "http://example.com/"),
            Throws.TypeOf<ProbeException>().With.Message.EqualTo("the environment's HTTP_PROXY must be the http://, https:// or socks5:// address of a proxy"));
    }

    private static Uri? Choose(ProxyOptions options, string url, IPAddress? address = null) =>
        ProxyChoice.For(options, new Uri(url), HopTarget.Of(new Uri(url)), address);
}
