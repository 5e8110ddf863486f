using System.IO.Pipes;
using System.Text;
using Exporters.LogSink;
using Exporters.Logs.Batching;
using Exporters.Logs.Otlp;
using Exporters.Logs.Runs;
using Exporters.Logs.Spool;
using Exporters.Logs.Streams;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Runs;

/// <summary><c>app | exporters logs --stdin --service shop</c>, with a receiver that answers as it is told.</summary>
[CancelAfter(60_000)]
internal sealed class StandardInputTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private string _state = "";
    private Sink _sink = null!;
    private AnonymousPipeServerStream _app = null!;
    private AnonymousPipeClientStream _input = null!;
    private CancellationTokenSource _stop = null!;
    private CancellationTokenSource _abandon = null!;
    private StringWriter _said = null!;

    [SetUp]
    public async Task SetUp()
    {
        _state = Directory.CreateTempSubdirectory("stdin-").FullName;
        _sink = await Sink.StartAsync(new SinkOptions { Keep = true, Poison = "poison" });
        Prepare();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _sink.DisposeAsync();
        await _app.DisposeAsync();
        await _input.DisposeAsync();
        _stop.Dispose();
        _abandon.Dispose();
        Directory.Delete(_state, recursive: true);
    }

    [Test]
    public async Task Standard_input_is_delivered_to_its_last_line_and_the_run_ends_with_0()
    {
        var run = Run();
        Write("one\ntwo\nthree, without its end");
        await _app.DisposeAsync();
        Assert.That(await run, Is.Zero, _said.ToString());
        Assert.That(Bodies, Is.EqualTo(new[] { "one", "two", "three, without its end" }));
        Assert.That(_sink.Records.First().Resource["service.name"], Is.EqualTo("shop"));
        Assert.That(_said.ToString(), Is.EqualTo("shop: 3 lines read, 3 delivered, 0 pending, 0 rejected, 0 dropped\n"));
        Assert.That(Directory.Exists(Path.Combine(_state, "stdin-shop", "spool")), Is.False, "nothing is left to send");
    }

    [Test]
    public async Task Lines_are_delivered_while_the_application_goes_on()
    {
        var run = Run();
        Write("one\n");
        await _sink.WaitForRecordsAsync(1, Deadline);
        Write("two\n");
        await _sink.WaitForRecordsAsync(2, Deadline);
        await _app.DisposeAsync();
        Assert.That(await run, Is.Zero);
    }

    [Test]
    public async Task What_is_not_acknowledged_is_counted_the_run_ends_with_1_and_the_next_sends_it()
    {
        _sink.Follow("cycle:503");
        var run = Run();
        for (var i = 0; i < 3000; i++)
        {
            Write($"line {i} {new string('x', 200)}\n");
        }

        Write("unfinished");
        await _app.DisposeAsync();
        await _sink.WaitForRequestsAsync(2, Deadline);
        await _stop.CancelAsync();
        await _abandon.CancelAsync();
        Assert.That(await run, Is.EqualTo(1));
        Assert.That(_said.ToString(), Does.Match("exporters logs: 300[01] lines are not acknowledged: .*503"));

        _sink.Follow("");
        Prepare();
        run = Run();
        Write("of the next run\n");
        await _app.DisposeAsync();
        Assert.That(await run, Is.Zero, _said.ToString());
        Assert.That(
            Bodies.Select(b => b.Split(" x")[0]),
            Is.EqualTo(Enumerable.Range(0, 3000).Select(i => $"line {i}").Append("unfinished").Append("of the next run")));
    }

    [Test]
    public async Task A_line_keeps_the_time_at_which_it_came_however_late_it_is_sent()
    {
        _sink.Follow("cycle:503");
        var run = Run();
        var before = DateTimeOffset.UtcNow;
        Write("a line without a time\n");
        await _sink.WaitForRequestsAsync(1, Deadline);
        var after = DateTimeOffset.UtcNow;
        await _stop.CancelAsync();
        await _abandon.CancelAsync();
        await run;

        _sink.Follow("");
        Prepare();
        await _app.DisposeAsync();
        Assert.That(await Run(), Is.Zero, _said.ToString());
        Assert.That(_sink.Records.Single().TimeUnixNano / 1_000_000, Is.InRange(before.ToUnixTimeMilliseconds(), after.ToUnixTimeMilliseconds()));
    }

    [Test]
    public async Task A_stop_takes_what_lies_in_the_pipe_and_delivers_it()
    {
        var run = Run();
        Write("one\n");
        await _sink.WaitForRecordsAsync(1, Deadline);
        Write("last words\n");
        await _stop.CancelAsync();
        Assert.That(await run, Is.Zero, _said.ToString());
        Assert.That(Bodies, Is.EqualTo(new[] { "one", "last words" }));
    }

    [Test]
    public async Task Two_at_once_under_one_name_do_not_meet()
    {
        var first = Run();
        await using var other = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, other.ClientSafePipeHandle);
        Write("one\n");
        await _sink.WaitForRecordsAsync(1, Deadline);
        var second = Run(input);
        other.Write("two\n"u8);
        other.Dispose();
        Assert.That(await second, Is.Zero, _said.ToString());
        await _app.DisposeAsync();
        Assert.That(await first, Is.Zero, _said.ToString());
        Assert.That(Bodies, Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task What_the_second_of_two_left_is_sent_by_a_single_one_later()
    {
        _sink.Follow("cycle:503");
        var first = Run();
        Write("one\n");
        await _sink.WaitForRequestsAsync(1, Deadline);
        await using var other = new AnonymousPipeServerStream(PipeDirection.Out);
        using var input = new AnonymousPipeClientStream(PipeDirection.In, other.ClientSafePipeHandle);
        var second = Run(input);
        other.Write("two\n"u8);
        other.Dispose();
        await _app.DisposeAsync();
        await _sink.WaitForRequestsAsync(3, Deadline);
        await _stop.CancelAsync();
        await _abandon.CancelAsync();
        Assert.That(new[] { await first, await second }, Is.EqualTo(new[] { 1, 1 }));

        _sink.Follow("");
        Prepare();
        await _app.DisposeAsync();
        Assert.That(await Run(), Is.Zero, _said.ToString());
        Assert.That(Bodies, Is.EqualTo(new[] { "one", "two" }));
    }

    [Test]
    public async Task A_line_that_the_receiver_refuses_makes_the_run_end_with_1()
    {
        var run = Run();
        Write("one\npoison\nthree\n");
        await _app.DisposeAsync();
        Assert.That(await run, Is.EqualTo(1));
        Assert.That(_said.ToString(), Does.Contain("shop: 3 lines read, 2 delivered, 0 pending, 1 rejected (refused 1), 0 dropped").And.Contain("1 lines are not acknowledged"));
    }

    [Test]
    public async Task A_stack_trace_that_comes_in_pieces_is_one_record()
    {
        var run = Run();
        Write("java.lang.IllegalStateException: closed\n\tat com.acme.Shop.ch");
        await Task.Yield();
        Write("eckout(Shop.java:17)\nnext\n");
        await _app.DisposeAsync();
        Assert.That(await run, Is.Zero, _said.ToString());
        Assert.That(Bodies, Is.EqualTo(new[] { "java.lang.IllegalStateException: closed\n\tat com.acme.Shop.checkout(Shop.java:17)", "next" }));
    }

    [Test]
    public async Task While_the_disk_is_full_the_application_waits_and_nothing_is_lost()
    {
        using var disk = new SmallDisk(1024);
        var config = Config with { StateDirectory = disk.Path };
        var logger = new RecordingLogger();
        var run = Run(logger: logger, config: config);
        Write("one\n");
        await _sink.WaitForRecordsAsync(1, Deadline);
        disk.Fill();
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                Write($"line {i} {new string('x', 200)}\n");
            }

            _app.Dispose();
        });
        await logger.WaitForAsync("cannot be written", Deadline);
        Assert.That(writing.IsCompleted, Is.False, "a megabyte does not fit into a pipe");
        disk.Clear();
        await writing;
        Assert.That(await run, Is.Zero, _said.ToString());
        Assert.That(Bodies.Skip(1).Select(b => b.Split(" x")[0]), Is.EqualTo(Enumerable.Range(0, 5000).Select(i => $"line {i}")));
    }

    [Test]
    public async Task A_full_spool_that_gives_up_its_oldest_lines_counts_them()
    {
        _sink.Follow("cycle:503");
        var run = Run(config: Config with { Spool = new SpoolLimits(8 << 20, WhenFull.DropOldest) });
        for (var i = 0; i < 60_000; i++)
        {
            Write($"line {i} {new string('x', 200)}\n");
        }

        await _app.DisposeAsync();
        _sink.Follow("");
        Assert.That(await run, Is.EqualTo(1));
        Assert.That(_said.ToString(), Does.Match(@"shop: 60000 lines read, \d+ delivered, 0 pending, 0 rejected, (\d+) dropped \(spool_full \1\)\nexporters logs: \1 lines are not acknowledged"));
        var numbers = Bodies.Select(b => int.Parse(b.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.That(numbers, Is.Ordered.Ascending.And.Unique);
        Assert.That((numbers[0], numbers[^1]), Is.EqualTo((0, 59_999)));
    }

    [Test]
    public async Task Without_acknowledgement_for_the_time_given_the_run_ends_with_1_and_the_next_sends_it()
    {
        _sink.Follow("cycle:503");
        var run = Run(giveUpAfter: TimeSpan.FromSeconds(1));
        Write("one\ntwo\n");
        await _sink.WaitForRequestsAsync(1, Deadline);
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.That(run.IsCompleted, Is.False, "who writes is not cut off: the spool takes what comes");
        Write("three\n");
        await _app.DisposeAsync();
        Assert.That(await run, Is.EqualTo(1));
        Assert.That(_said.ToString(), Does.Contain("shop: 3 lines read, 0 delivered, 3 pending").And.Contain("exporters logs: 3 lines are not acknowledged for 1s: ")
            .And.Contain("HTTP 503").And.Contain($"its state is in {Path.Combine(_state, "stdin-shop")}"));
        Assert.That(_stop.IsCancellationRequested || _abandon.IsCancellationRequested, Is.False);

        _sink.Follow("");
        Prepare();
        await _app.DisposeAsync();
        Assert.That(await Run(giveUpAfter: TimeSpan.FromMinutes(1)), Is.Zero, _said.ToString());
        Assert.That(Bodies, Is.EqualTo(new[] { "one", "two", "three" }));
    }

    [Test]
    public async Task An_input_that_breaks_is_no_end_of_it()
    {
        using var broken = new BrokenStream("one\n"u8.ToArray());
        Assert.That(await Run(broken), Is.EqualTo(1));
        Assert.That(Bodies, Is.EqualTo(new[] { "one" }));
    }

    [Test]
    public async Task A_state_directory_that_cannot_be_made_is_said_at_the_start()
    {
        File.WriteAllText(Path.Combine(_state, "file"), "");
        Assert.That(await Run(config: Config with { StateDirectory = Path.Combine(_state, "file") }), Is.EqualTo(1));
        Assert.That(_said.ToString(), Does.Contain("stdin-shop: cannot be written: ").And.Contain("file is a file and no directory: move it away"));
    }

    private LogsConfig Config => new()
    {
        StateDirectory = _state,
        ShutdownTimeout = Deadline,
        Batch = new() { FlushInterval = TimeSpan.FromMilliseconds(20) },
        PollInterval = TimeSpan.FromMilliseconds(10),
        Otlp = new OtlpConfig
        {
            Endpoint = new Uri(_sink.Url + "/v1/logs"),
            Retry = new RetryConfig { First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(20), BreakerTrial = TimeSpan.FromMilliseconds(20) },
        },
    };

    private string[] Bodies => [.. _sink.Records.Select(r => r.Body)];

    /// <summary>A new application, and nobody has said stop.</summary>
    private void Prepare()
    {
        _app?.Dispose();
        _app = new AnonymousPipeServerStream(PipeDirection.Out);
        _input = new AnonymousPipeClientStream(PipeDirection.In, _app.ClientSafePipeHandle);
        _stop = new CancellationTokenSource();
        _abandon = new CancellationTokenSource();
        _said = new StringWriter { NewLine = "\n" };
    }

    private void Write(string text) => _app.Write(Encoding.UTF8.GetBytes(text));

    private Task<int> Run(Stream? input = null, RecordingLogger? logger = null, LogsConfig? config = null, TimeSpan? giveUpAfter = null) =>
        new LogRun(config ?? Config, _said, terminal: null, TimeProvider.System, logger ?? (Microsoft.Extensions.Logging.ILoggerFactory)NullLoggerFactory.Instance)
        {
            GiveUpAfter = giveUpAfter,
        }.SendStandardInputAsync("shop", input ?? _input, _stop.Token, _abandon.Token);

    /// <summary>A pipe of which no more can be read after its first bytes.</summary>
    private sealed class BrokenStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("Input/output error");
    }
}
