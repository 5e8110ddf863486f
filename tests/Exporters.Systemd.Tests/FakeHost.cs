using Exporters.Configuration;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics.Instruments;
using Exporters.Systemd.Groups;
using Exporters.Systemd.Units;
using Exporters.Testing;
using Exporters.Testing.Systemd;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Systemd.Tests;

/// <summary>A machine with a fake bus: the collectors as the program makes them, rounds when the test says so.</summary>
internal sealed class FakeHost : IDisposable
{
    private readonly List<(Setting Setting, string Value)> _settings = [];
    private SystemdWatch? _watch;
    private SystemdConfig? _config;
    private SettingValues? _values;

    public string Root { get; } = Directory.CreateTempSubdirectory("systemd-").FullName;

    public FakeBus Bus { get; } = new();

    public LaterTime Time { get; } = new();

    /// <summary>The part <c>systemd:</c> of the file.</summary>
    public string Yaml { get; set; } = "{}";

    /// <summary>What was counted.</summary>
    public InstrumentRegistry Registry { get; } = new();

    public HostPaths Paths => new($"{Root}/proc", $"{Root}/sys", Root, $"{Root}/udev");

    public SystemdWatch Watch
    {
        get
        {
            if (_watch is null)
            {
                var report = new ConfigReport();
                _values = new SettingValues();
                var section = ConfigFile.Parse(Yaml, "test.yaml", report);
                _config = SystemdConfigReader.Read(section, _values) with { Address = Bus.Address };
                foreach (var (setting, value) in _settings)
                {
                    _values.TrySet(setting, [value], "test", out _);
                }

                Assert.That(report.Problems, Is.Empty);
                _watch = new SystemdWatch(_config, Options, Paths, new RoundInstruments(Registry), Time, NullLoggerFactory.Instance, _ => null);
            }

            return _watch;
        }
    }

    public SystemdOptions Options => SystemdOptions.From(_config!, _values!);

    public FakeHost With(Setting setting, string value)
    {
        _settings.Add((setting, value));
        return this;
    }

    /// <summary>A round at the system's manager.</summary>
    public Task<bool> RoundAsync(CancellationToken cancellation) => Watch.System!.RoundAsync(cancellation);

    public UnitsCollector Units() => new(Watch, Options, _config!.Groups, new UnitUsage(Paths), Time);

    public GroupsHealth Groups() => new(Watch, _config!.Groups);

    public NodeSystemdCollector Node() => new(Watch, Options, new UnitUsage(Paths), Time);

    /// <summary>The samples of a family in the collector of systemd_*.</summary>
    public string[] Samples(string family) => Page.Samples(Units(), family);

    /// <summary>The samples of a family in the collector of node_systemd_*.</summary>
    public string[] NodeSamples(string family) => Page.Samples(Node(), family);

    public void Dispose()
    {
        _watch?.System?.Dispose();
        _watch?.Dispose();
        Bus.Dispose();
        Directory.Delete(Root, true);
    }

    /// <summary>The system's clock, put forward.</summary>
    public sealed class LaterTime : TimeProvider
    {
        private long _offset;

        public void Advance(TimeSpan by) => _offset += (long)(by.TotalSeconds * TimestampFrequency);

        public override long GetTimestamp() => base.GetTimestamp() + _offset;
    }
}
