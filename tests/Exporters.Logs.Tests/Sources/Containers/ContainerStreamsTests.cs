using System.Buffers.Binary;
using System.Text;
using Exporters.Docker.Feed;
using Exporters.Logs.Batching;
using Exporters.Logs.Checkpoints;
using Exporters.Logs.Delivery;
using Exporters.Logs.Runs;
using Exporters.Logs.Sources;
using Exporters.Logs.Sources.Containers;
using Exporters.Logs.Streams;
using Exporters.Logs.Tests.Tailing;
using Exporters.Testing.FakeDocker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Sources.Containers;

/// <summary>Logs through the Engine API, from a daemon that keeps giving the same bytes.</summary>
internal sealed class ContainerStreamsTests
{
    private const string First = "2026-01-01T00:00:01.000000000Z";
    private const string Second = "2026-01-01T00:00:02.000000000Z";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<string> _log = [];
    private readonly SemaphoreSlim _woken = new(0);
    private string _root = null!;
    private FakeDockerDaemon _docker = null!;
    private DockerFeeds _daemons = null!;
    private RecordingSender _receiver = null!;
    private CheckpointStore _store = null!;
    private Batcher _batcher = null!;
    private Dispatcher _dispatcher = null!;
    private SourceLedger _ledger = null!;
    private ContainerStreams _streams = null!;

    [SetUp]
    public void SetUp()
    {
        _log.Clear();
        _root = Directory.CreateTempSubdirectory("streams-").FullName;
        _docker = new FakeDockerDaemon();
        _daemons = new DockerFeeds(TimeProvider.System);
        _receiver = new RecordingSender();
    }

    [TearDown]
    public async Task TearDown()
    {
        Kill();
        _daemons.Dispose();
        await _docker.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    [Test]
    public async Task An_exited_container_s_lines_are_delivered_with_its_labels()
    {
        var container = Add("a", Frame(1, $"{First} one\n"), Frame(2, $"{Second} two\n"));
        Start();
        await UntilAsync(() => _receiver.Bodies.Count == 2);
        Assert.That(_receiver.Bodies, Is.EqualTo(new[] { "one", "two" }));
        Assert.That(_receiver.Records.Select(r => r.Attributes), Is.EqualTo(new[] { "log.iostream=stdout", "log.iostream=stderr" }));
        Assert.That(_receiver.Records[0].Resource, Does.Contain($"container=a container.id={container.Id}").And.Contain("job=docker"));
        Assert.That(new DateTime(_receiver.Records[0].Ticks, DateTimeKind.Utc), Is.EqualTo(new DateTime(2026, 1, 1, 0, 0, 1, DateTimeKind.Utc)));
    }

    [Test]
    public async Task A_later_run_sends_only_what_came_since()
    {
        var container = Add("a", Frame(1, $"{First} one\n"));
        Start();
        await UntilAsync(() => _receiver.Bodies.Count == 1);
        Kill();
        _docker.Log(container.Id, [.. Frame(1, $"{First} one\n"), .. Frame(1, $"{Second} two\n")]);
        Start();
        await UntilAsync(() => _receiver.Bodies.Count == 2);
        Assert.That(_receiver.Bodies, Is.EqualTo(new[] { "one", "two" }));
        Assert.That(_docker.Requests.Last(r => r.Contains("/logs", StringComparison.Ordinal)), Does.Contain("since=1767225600.999000000"));
        Assert.That(_ledger.Snapshot(), Is.EqualTo((2L, 2L, 0L, 0L, 0L)));
    }

    [Test]
    public async Task What_a_container_wrote_is_delivered_after_it_was_removed_and_then_its_spool_goes()
    {
        var container = Add("a", Frame(1, $"{First} one\n"));
        var isAway = true;
        _receiver.Answer = _ => isAway ? throw new InvalidOperationException("dead") : Logs.Otlp.SendOutcome.AllDelivered;
        Start();
        await UntilAsync(() => _ledger.Pending == 1, send: false);
        Kill();
        _docker.Remove(container.Id);
        isAway = false;
        Start();
        await UntilAsync(() => _receiver.Bodies.Count == 1 && !Directory.Exists(Path.Combine(_root, "containers/docker", container.Id)));
        Assert.That(_receiver.Records.Single().Resource, Does.Contain("container=a "));
        await UntilAsync(() => _store.State.Streams.Count == 0);
    }

    [Test]
    public async Task A_source_with_another_name_delivers_what_was_spooled_under_the_former_one()
    {
        var container = Add("a", Frame(1, $"{First} one\n"));
        var isAway = true;
        _receiver.Answer = _ => isAway ? throw new InvalidOperationException("dead") : Logs.Otlp.SendOutcome.AllDelivered;
        Start();
        await UntilAsync(() => _ledger.Pending == 1, send: false);
        Kill();
        _docker.Remove(container.Id);
        isAway = false;
        Start("engine");
        await UntilAsync(() => _receiver.Bodies.Count == 1 && _store.State.Streams.Count == 0);
        Assert.That(_receiver.Bodies, Is.EqualTo(new[] { "one" }));
        Assert.That(Directory.Exists(Path.Combine(_root, "containers/docker")), Is.False);
    }

    [Test]
    public async Task A_driver_that_cannot_be_read_is_said_once()
    {
        var container = Add("a");
        _docker.Answer($"/containers/{container.Id}/logs", FakeAnswer.Error(500, "configured logging driver does not support reading"));
        Start();
        await UntilAsync(() => Said("configured logging driver does not support reading") == 1);
        _docker.Emit("start", container, 1);
        _docker.Emit("rename", Add("b", Frame(1, $"{First} other\n")), 2);
        await UntilAsync(() => _receiver.Bodies.Count == 1);
        Assert.That(Said("configured logging driver does not support reading"), Is.EqualTo(1), string.Join('\n', _log));
        Assert.That(_streams.Trouble, Is.Null);
    }

    [Test]
    public async Task A_stream_that_breaks_is_opened_again()
    {
        var container = Add("a", Frame(1, $"{First} one\n"), Frame(1, $"{Second} two\n")[..20]);
        Start();
        await UntilAsync(() => _receiver.Bodies.Count == 1 && Said("ended in the middle of a message") > 0);
        _docker.Log(container.Id, [.. Frame(1, $"{First} one\n"), .. Frame(1, $"{Second} two\n")]);
        await UntilAsync(() => _receiver.Bodies.Count == 2);
        Assert.That(_receiver.Bodies, Is.EqualTo(new[] { "one", "two" }));
    }

    private static byte[] Frame(byte channel, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var frame = new byte[8 + bytes.Length];
        frame[0] = channel;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)bytes.Length);
        bytes.CopyTo(frame, 8);
        return frame;
    }

    private FakeContainer Add(string name, params byte[][] log)
    {
        var container = new FakeContainer { Id = new string(name[0], 64), Name = name, State = "exited", LogDriver = "journald" };
        _docker.Add(container);
        _docker.Log(container.Id, [.. log.SelectMany(frame => frame)]);
        return container;
    }

    private int Said(string text)
    {
        lock (_log)
        {
            return _log.Count(line => line.Contains(text, StringComparison.Ordinal));
        }
    }

    private void Start(string name = "docker")
    {
        _store = CheckpointStore.Open(Path.Combine(_root, "state"), TimeProvider.System, NullLogger.Instance);
        _batcher = new Batcher(new BatchLimits(), TimeProvider.System);
        _dispatcher = new Dispatcher(_batcher, _receiver, _store, TimeProvider.System, NullLogger.Instance);
        _ledger = new SourceLedger(name);
        if (_store.State.Sources.TryGetValue(name, out var totals))
        {
            _ledger.Restore(totals.Delivered, totals.Rejected, totals.Dropped);
        }

        var setup = new SourceSetup { Ledger = _ledger, Parser = () => new TextParser(), JoinRule = () => new IndentRule(), IsWrapped = true };
        var source = new SourceConfig { Kind = SourceKind.Docker, Name = name, Endpoint = _docker.Endpoint };
        var options = new SourceOptions { Source = source, NamesOfKind = [name], StateDirectory = _root };
        using var loggers = new LoggerFactory([new ListLogger(_log)]);
        var watch = new ContainerWatch(options, _daemons, TimeProvider.System, loggers.CreateLogger<ContainerWatch>());
        _streams = new ContainerStreams(watch, options, setup, TimeProvider.System, loggers.CreateLogger<ContainerStreams>());
        _streams.Open(new Intake(_batcher), new StreamNumbers(_store.State.HighestId), [.. _store.State.Streams.Values], () => _woken.Release());
    }

    private void Kill()
    {
        _streams?.Dispose();
        _store?.Dispose();
    }

    private async Task UntilAsync(Func<bool> condition, bool send = true)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(Patience), string.Join('\n', _log) + string.Join(' ', _docker.Requests));
            while (_streams.Read())
            {
            }

            if (send)
            {
                _batcher.CloseAll();
                while (_batcher.Closed.TryRead(out var batch))
                {
                    await _dispatcher.SendAsync(batch, CancellationToken.None);
                }
            }

            await _woken.WaitAsync(TimeSpan.FromMilliseconds(50));
        }
    }
}
