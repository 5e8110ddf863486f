using Exporters.Logs.Batching;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Otlp;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Sources;
using Exporters.Logs.Steps;
using Exporters.Logs.Streams;
using Exporters.Logs.Tests.Parsing;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Modules;
using Exporters.Testing;

namespace Exporters.Logs.Tests.Pipeline;

/// <summary>The module beside the others when one of its sources breaks or stalls.</summary>
[CancelAfter(60_000)]
internal sealed class LogServiceTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLogger _logger = new();
    private string _state = "";

    [SetUp]
    public void SetUp() => _state = Directory.CreateTempSubdirectory("service-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_state, recursive: true);

    public void Dispose() => _logger.Dispose();

    [Test]
    public async Task A_source_that_throws_is_said_and_the_module_is_begun_anew(CancellationToken cancellation)
    {
        var broken = new TestReader { Fault = new InvalidOperationException("of the test") };
        using var service = await StartAsync(() => [Source(broken)]);
        await UntilAsync(() => service.Report().State == ModuleState.Failed, cancellation);
        Assert.That(service.Report().Detail, Is.EqualTo("BUG: InvalidOperationException: of the test"));
        Assert.That(
            () => Collect(service),
            Throws.TypeOf<CollectorUnavailableException>().With.Property(nameof(CollectorUnavailableException.Reason)).EqualTo(UnavailableReason.Bug));
        Assert.That(_logger.Text, Does.Contain("BUG: the log module ended").And.Contain("of the test"));
        Assert.That(broken.Disposals, Is.EqualTo(1));

        broken.Fault = null;
        await _time.WaitForTimersAsync();
        _time.Advance(LogService.BeginAgainAfter);
        await UntilAsync(() => service.Report().State == ModuleState.Running, cancellation);
        Assert.That(Collect(service), Does.Contain("exporters_logs_pending_lines{source=\"test\"} 0"));
        Assert.That(_logger.Text, Does.Contain("Logs are followed again"));
        await service.StopAsync(cancellation);
    }

    [Test]
    public async Task A_source_that_cannot_be_opened_leaves_nothing_open(CancellationToken cancellation)
    {
        var broken = new TestReader { OpeningFault = new InvalidOperationException("of the test") };
        using var service = await StartAsync(() => [Source(broken)]);
        await UntilAsync(() => service.Report().State == ModuleState.Failed, cancellation);
        Assert.That(broken.Disposals, Is.EqualTo(1));
        using var store = CheckpointStore.Open(_state, _time, _logger.CreateLogger("test"));
        await service.StopAsync(cancellation);
    }

    [Test]
    public async Task What_fails_again_and_again_for_one_reason_is_said_once(CancellationToken cancellation)
    {
        var other = CheckpointStore.Open(_state, _time, _logger.CreateLogger("test"));
        using var service = await StartAsync(() => [Source(new TestReader())]);
        for (var i = 0; i < 3; i++)
        {
            await _time.WaitForTimersAsync();
            await UntilAsync(() => service.Report().State == ModuleState.Failed, cancellation);
            _time.Advance(LogService.BeginAgainAfter);
        }

        await _time.WaitForTimersAsync();
        Assert.That(service.Report().Detail, Does.Contain("another process uses this directory"));
        Assert.That(_logger.Text.Split("Logs are not followed"), Has.Length.EqualTo(2));

        other.Dispose();
        _time.Advance(LogService.BeginAgainAfter);
        await UntilAsync(() => service.Report().State == ModuleState.Running, cancellation);
        await service.StopAsync(cancellation);
    }

    [Test]
    public async Task A_source_that_does_not_answer_is_said_while_the_page_goes_on(CancellationToken cancellation)
    {
        var stalled = new TestReader();
        using var service = await StartAsync(() => [Source(stalled)]);
        await UntilAsync(() => service.Report().State == ModuleState.Running, cancellation);
        using var answer = stalled.Stall();
        await UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(250));
                return stalled.IsStalled;
            },
            cancellation);
        _time.Advance(TimeSpan.FromSeconds(73));
        Assert.That(service.Report().State, Is.EqualTo(ModuleState.Degraded));
        Assert.That(service.Report().Detail, Does.Match(@"^nothing was read for 1m\d+s: test does not answer or takes too long to parse$"));
        await UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(10));
                return !Collect(service).Contains("exporters_logs_stalled_seconds{source=\"test\"} 0\n", StringComparison.Ordinal);
            },
            cancellation);
        Assert.That(Collect(service), Does.Match(@"exporters_logs_stalled_seconds\{source=""test""\} [78]\d"), "though nobody knows how much waits");
        Assert.That(Collect(service), Does.Match(@"exporters_collector_data_age_seconds\{collector=""logs""\} [78]\d").And.Contain("exporters_logs_read_lines_total{source=\"test\"} 0"));

        answer.Set();
        await UntilAsync(() => service.Report().State == ModuleState.Running, cancellation);
        await service.StopAsync(cancellation);
    }

    [Test]
    public async Task A_source_of_which_nothing_is_read_though_something_waits_is_said(CancellationToken cancellation)
    {
        var idle = new TestReader();
        using var service = await StartAsync(() => [Source(idle)]);
        await UntilAsync(() => service.Report().State == ModuleState.Running, cancellation);
        Assert.That(Collect(service), Does.Contain("exporters_logs_stalled_seconds{source=\"test\"} 0\n"));

        idle.LagBytes = 4711;
        await LookAsync(cancellation);
        for (var i = 0; i < 32; i++)
        {
            await LookAsync(cancellation);
        }

        Assert.That(service.Report().State, Is.EqualTo(ModuleState.Degraded));
        Assert.That(service.Report().Detail, Does.Match("^test: 4711 bytes and 0 lines wait, and none was read or settled for 2m"));
        Assert.That(Health(service).Find("test")!.Detail, Does.StartWith("4711 bytes and 0 lines wait"));
        Assert.That(Health(service).Find("other"), Is.Null);
        Assert.That(Collect(service), Does.Match(@"exporters_logs_stalled_seconds\{source=""test""\} 1[2-9]\d"));

        idle.LagBytes = 0;
        await LookAsync(cancellation);
        await LookAsync(cancellation);
        Assert.That(service.Report().State, Is.EqualTo(ModuleState.Running));
        Assert.That(Health(service).Find("test"), Is.EqualTo(ThingHealth.Well("read, and its lines are taken")));
        await service.StopAsync(cancellation);
        Assert.That(Health(service).Find("test")!.IsWell, Is.False);

        async Task LookAsync(CancellationToken token)
        {
            var before = idle.Reads;
            _time.Advance(TimeSpan.FromSeconds(4));
            await UntilAsync(
                () =>
                {
                    _time.Advance(TimeSpan.FromMilliseconds(250));
                    return idle.Reads > before + 1;
                },
                token);
        }
    }

    private static SourcesHealth Health(LogService service) => new(new LogsConfig { Sources = [new SourceConfig { Name = "test" }] }, service);

    private static string Collect(LogService service)
    {
        var writer = new FamilyWriter();
        new LedgerCollector(service).Collect(writer);
        return Page.Of(writer);
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellation)
    {
        while (!condition())
        {
            await Task.Delay(5, cancellation);
        }
    }

    private PipelineSource Source(TestReader reader)
    {
        var config = new SourceConfig { Name = "test" };
        return new PipelineSource(
            PipelineSources.Setup(config, _time, new DerivedMetrics()), PipelineSources.Options(new LogsConfig(), config).Resource(), Finder: null, reader);
    }

    private async Task<LogService> StartAsync(Func<IReadOnlyList<PipelineSource>> sources)
    {
        var config = new LogsConfig { StateDirectory = _state, Otlp = new OtlpConfig { Endpoint = new Uri("http://127.0.0.1:9/v1/logs") } };
        var service = new LogService(config, sources, new SenderInstruments(new InstrumentRegistry()), _time, _logger);
        await service.StartAsync(default);
        return service;
    }

    /// <summary>A source that throws or stalls as it is told.</summary>
    private sealed class TestReader : ISourceReader
    {
        private volatile ManualResetEventSlim? _answer;

        public Exception? Fault { get; set; }

        public Exception? OpeningFault { get; init; }

        public int Disposals { get; private set; }

        public bool IsStalled { get; private set; }

        public bool IsAtEnd => false;

        public bool WantsRoom => false;

        public long LagBytes { get; set; }

        public int Reads { get; private set; }

        public ManualResetEventSlim Stall() => _answer = new ManualResetEventSlim();

        public bool IsOfItsKind(StreamState state) => false;

        public void Open(Intake intake, StreamNumbers numbers, IReadOnlyList<StreamState> known, Action wake)
        {
            if (OpeningFault is { } fault)
            {
                throw fault;
            }
        }

        public bool Read()
        {
            Reads++;
            if (_answer is { IsSet: false } answer)
            {
                IsStalled = true;
                answer.Wait();
            }

            return Fault is { } fault ? throw fault : false;
        }

        public void Dispose() => Disposals++;
    }
}
