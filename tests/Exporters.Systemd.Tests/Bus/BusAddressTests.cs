using Exporters.Systemd.Bus;

namespace Exporters.Systemd.Tests.Bus;

internal sealed class BusAddressTests
{
    [TestCase("unix:path=/run/dbus/system_bus_socket", "unix:path=/run/dbus/system_bus_socket")]
    [TestCase("unix:path=/run/bus,guid=0123", "unix:path=/run/bus")]
    [TestCase("unix:abstract=/tmp/dbus-x", "unix:abstract=/tmp/dbus-x")]
    [TestCase("tcp:host=a,port=1;unix:path=/b", "unix:path=/b")]
    [TestCase("unix:path=/a%20b%c3%a9", "unix:path=/a bé")]
    [TestCase("/run/bus", "unix:path=/run/bus")]
    public void Addresses_of_unix_sockets_are_understood(string text, string expected)
    {
        Assert.That(BusAddress.TryParse(text, out var addresses, out var error), Is.True, error);
        Assert.That(addresses[0].ToString(), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("tcp:host=localhost,port=1")]
    [TestCase("unix:path=")]
    [TestCase("unix:path=/a%2")]
    [TestCase("unix:path=/a%zz")]
    public void Others_are_refused_with_what_would_be_right(string text)
    {
        Assert.That(BusAddress.TryParse(text, out _, out var error), Is.False);
        Assert.That(error, Does.Contain($"\"{text}\""));
    }

    [Test]
    public void Several_addresses_keep_their_order()
    {
        Assert.That(BusAddress.TryParse("unix:path=/a;unix:path=/b", out var addresses, out _), Is.True);
        Assert.That(addresses.Select(address => address.Path), Is.EqualTo(new[] { "/a", "/b" }));
    }
}
