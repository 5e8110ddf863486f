using BenchmarkDotNet.Attributes;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Systemd;
using Exporters.Systemd.Units;
using Exporters.Testing.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Benchmarks.Systemd;

/// <summary>
/// One round over 500 services on a fake bus, which marshals its answers in this process as well: what is measured is more than
/// the round. <see cref="First"/> asks every unit, <see cref="Steady"/> those that changed, which are none.
/// </summary>
[MemoryDiagnoser]
public class RoundBenchmark
{
    private const int Units = 500;

    private readonly FamilyWriter _writer = new();
    private FakeBus _bus = null!;
    private SystemdWatch _steady = null!;
    private SystemdConfig _config = null!;
    private SystemdOptions _options = null!;
    private UnitsCollector _collector = null!;
    private string _root = "";

    [GlobalSetup]
    public void Setup()
    {
        _root = Directory.CreateTempSubdirectory("bench-").FullName;
        _bus = StartBus();
        for (var i = 0; i < Units; i++)
        {
            // One is enough to tell that the manager is this machine's, after which nothing is asked only because of its group.
            var unit = _bus.Add(FakeUnit.Service($"unit-{i}.service").With("MainPID", "u", i == 0 ? 1U : 0U));
            for (var p = 0; p < 350; p++)
            {
                unit.With($"Property{p}Name", p % 3 == 0 ? "t" : p % 3 == 1 ? "s" : "b", p % 3 == 0 ? 1UL : p % 3 == 1 ? "value" : (object)true);
            }
        }

        Directory.CreateDirectory($"{_root}/proc/1");
        File.WriteAllText($"{_root}/proc/1/cgroup", "0::/system.slice/unit-0.service\n");
        _config = new SystemdConfig { Address = _bus.Address, Users = false };
        _options = SystemdOptions.From(_config, new SettingValues());
        _steady = Watch();
        Round(_steady);
        _collector = new UnitsCollector(_steady, _options, _config.Groups, new UnitUsage(Paths), TimeProvider.System);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _steady.System!.Dispose();
        _bus.Dispose();
        Directory.Delete(_root, true);
    }

    [Benchmark(Baseline = true)]
    public bool Steady() => Round(_steady);

    [Benchmark]
    public bool First()
    {
        using var watch = Watch();
        using var system = watch.System!;
        return Round(watch);
    }

    [Benchmark]
    public int Print()
    {
        _writer.Clear();
        _collector.Collect(_writer);
        return _writer.Samples;
    }

    private static bool Round(SystemdWatch watch) => watch.System!.RoundAsync(CancellationToken.None).GetAwaiter().GetResult();

    private static FakeBus StartBus() => new();

    private HostPaths Paths => new($"{_root}/proc", $"{_root}/sys", _root);

    private SystemdWatch Watch() => new(_config, _options, Paths, new RoundInstruments(new InstrumentRegistry()), TimeProvider.System, NullLoggerFactory.Instance, _ => null);
}
