using System.Net;
using Exporters.Probes.Resolve;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Resolve;

internal sealed class HostsFileTests
{
    [Test]
    public void A_name_has_every_address_of_its_lines()
    {
        using var file = new TempFile("127.0.0.1 localhost\n# 10.0.0.9 b.test\n10.0.0.1\tx.test B.test # b.test\n\n::1 b.test\nnothing b.test\n");

        Assert.That(HostsFile.Find("b.test", file.Path), Is.EqualTo(new[] { IPAddress.Parse("10.0.0.1"), IPAddress.IPv6Loopback }));
        Assert.That(HostsFile.Find("test", file.Path), Is.Empty);
        Assert.That(HostsFile.Find("b.test", "/nowhere"), Is.Empty);
    }

    [Test]
    public async Task A_name_with_a_dot_at_its_end_is_found_in_the_hosts_file() =>
        Assert.That(await new HostResolver().ResolveAsync("localhost.", CancellationToken.None), Has.Some.EqualTo(IPAddress.Loopback).Or.Some.EqualTo(IPAddress.IPv6Loopback));
}
