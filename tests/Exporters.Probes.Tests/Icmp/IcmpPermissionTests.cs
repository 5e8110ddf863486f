using System.Runtime.InteropServices;
using Exporters.Probes.Modules;
using Exporters.Probes.Resolve;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;

namespace Exporters.Probes.Tests.Icmp;

/// <summary>What the kernel allows decides how we ping; each case in a network namespace of its own.</summary>
internal sealed class IcmpPermissionTests
{
    private const string Everybody = "0 2147483647";
    private const string Nobody = "1 0";

    [TestCase("127.0.0.1", Everybody, false, "ping socket")]
    [TestCase("::1", Everybody, false, "ping socket")]
    [TestCase("127.0.0.1", Everybody, true, "ping socket", Description = "first, also where a raw one is allowed")]
    [TestCase("127.0.0.1", Nobody, true, "raw socket")]
    [TestCase("::1", Nobody, true, "raw socket")]
    public async Task What_is_allowed_is_used(string target, string groups, bool hasCapabilities, string kind)
    {
        var (result, trace) = await PingAsync(target, groups, hasCapabilities);

        Assert.That(result.Success, result.Detail);
        Assert.That(trace, Does.Contain(kind));
        Assert.That(result.Icmp!.HopLimit, Is.EqualTo(64));
    }

    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public async Task When_neither_is_allowed_the_commands_that_allow_one_are_told(string target)
    {
        var (result, _) = await PingAsync(target, Nobody, hasCapabilities: false);

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(result.Detail, Is.EqualTo(
            "this process may open neither a ping socket nor a raw one; allow the first with sysctl -w net.ipv4.ping_group_range=\"0 2147483647\", "
            + "or the second with AmbientCapabilities=CAP_NET_RAW in the unit, --cap-add NET_RAW for a container, or setcap cap_net_raw+ep on the program"));
    }

    private static async Task<(ProbeResult Result, string Trace)> PingAsync(string target, string groups, bool hasCapabilities)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Assert.Ignore("the system call's number is that of x86-64");
        }

        var trace = new ProbeTrace(TimeProvider.System);
        var runner = new ProbeRunner(TimeProvider.System, new HostResolver(), Probe.Instruments());
        var module = new ProbeModule { Name = "test", Icmp = new IcmpModule() };
        var result = await OwnNetwork.RunAsync(
            groups, hasCapabilities, () => runner.RunAsync(target, module, Probe.Anywhere, Probe.Long, trace, null, CancellationToken.None));
        return (result, trace.ToString());
    }
}
