using Exporters.Linux;
using Exporters.Testing;

namespace Exporters.Host.Tests.Os;

public sealed class UnameCollectorTests
{
    [Test]
    public void It_says_what_the_running_kernel_says()
    {
        var page = Page.Of(Make.Collector("uname", new HostPaths()));
        var release = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
        var host = File.ReadAllText("/proc/sys/kernel/hostname").Trim();
        Assert.That(page, Does.Contain($"node_uname_info{{sysname=\"Linux\",release=\"{release}\",version=\"").And.Contain($",nodename=\"{host}\",domainname=\""));
    }
}
