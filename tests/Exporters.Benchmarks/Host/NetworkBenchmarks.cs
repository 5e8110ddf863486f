using BenchmarkDotNet.Attributes;
using Exporters.Configuration.Settings;
using Exporters.Host;
using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Benchmarks.Host;

/// <summary>The network collectors on the machine that runs the benchmark; once they have seen it, none of them may allocate.</summary>
[MemoryDiagnoser]
public class NetworkBenchmarks
{
    private readonly FamilyWriter _writer = new();
    private readonly LinkTable _links = new();
    private readonly ICollector _netdev = Make("netdev");
    private readonly ICollector _netdevFile = Make("netdev", "collector.netdev.netlink");
    private readonly ICollector _netclass = Make("netclass");
    private readonly ICollector _netclassSysfs = Make("netclass", "collector.netclass.netlink");
    private readonly ICollector _netstat = Make("netstat");
    private readonly ICollector _sockstat = Make("sockstat");
    private readonly ICollector _arp = Make("arp");
    private readonly ICollector _conntrack = Make("conntrack");
    private readonly ICollector _udpQueues = Make("udp_queues");

    [Benchmark]
    public int LinkDump()
    {
        _links.TryRead();
        return _links.Count;
    }

    [Benchmark]
    public int NetdevOverNetlink() => Collect(_netdev);

    [Benchmark]
    public int NetdevFromProc() => Collect(_netdevFile);

    [Benchmark]
    public int NetclassWithNetlink() => Collect(_netclass);

    [Benchmark(Baseline = true)]
    public int NetclassFromSysfsAlone() => Collect(_netclassSysfs);

    [Benchmark]
    public int Netstat() => Collect(_netstat);

    [Benchmark]
    public int Sockstat() => Collect(_sockstat);

    [Benchmark]
    public int Arp() => Collect(_arp);

    [Benchmark]
    public int Conntrack() => Collect(_conntrack);

    [Benchmark]
    public int UdpQueues() => Collect(_udpQueues);

    private static ICollector Make(string name, string? off = null)
    {
        var values = new SettingValues();
        var collector = HostCollectors.All.Single(collector => collector.Name == name);
        foreach (var setting in collector.Settings.Where(setting => setting.Name == off))
        {
            values.TrySet(setting, ["false"], "benchmark", out _);
        }

        return collector.Create(new HostContext(new HostPaths(), values, TimeProvider.System, NullLoggerFactory.Instance));
    }

    private int Collect(ICollector collector)
    {
        _writer.Clear();
        collector.Collect(_writer);
        return _writer.Samples;
    }
}
