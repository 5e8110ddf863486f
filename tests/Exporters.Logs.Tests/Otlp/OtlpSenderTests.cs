using System.Globalization;
using Exporters.LogSink;
using Exporters.Logs.Otlp;
using Exporters.Logs.Records;
using Exporters.Metrics.Instruments;
using Exporters.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Otlp;

public sealed class OtlpSenderTests
{
    private static readonly RetryConfig Quick = new()
    {
        First = TimeSpan.FromMilliseconds(1),
        Longest = TimeSpan.FromMilliseconds(2),
        BreakerTrial = TimeSpan.FromMilliseconds(3),
    };

    private static readonly LogResource Resource = new([new("service.name", "api"), new("job", "exporters")]);

    private string _state = "";
    private InstrumentRegistry _registry = new();

    [SetUp]
    public void MakeStateDirectory()
    {
        _state = Directory.CreateTempSubdirectory("sender").FullName;
        _registry = new InstrumentRegistry();
    }

    [TearDown]
    public void RemoveStateDirectory() => Directory.Delete(_state, recursive: true);

    [Test]
    public async Task What_was_put_in_comes_out_on_the_wire([Values] bool grpc, [Values] bool gzip)
    {
        await using var sink = await Start(new SinkOptions { Keep = true }, grpc);
        await using var sender = Sender(sink, grpc, c => c with { Gzip = gzip, Headers = [new("X-Scope-OrgID", "team, a")] });
        var entry = Entry("order placed", 9, "notice");
        entry.Severity = 10;
        entry.TraceId = System.Diagnostics.ActivityTraceId.CreateFromString("4bf92f3577b34da6a3ce929d0e0e4736");
        entry.SpanId = System.Diagnostics.ActivitySpanId.CreateFromString("00f067aa0ba902b7");
        entry.Attributes.AddRange([new("user", "ä\0"), new("n", 7L), new("f", 1.5), new("ok", true), new("{OriginalFormat}", "not the body")]);
        var bare = Entry("bare", 0, null);

        var outcome = await sender.SendAsync(Resource, [entry, bare], default);

        Assert.That(outcome.Rejected, Is.Empty);
        Assert.That(sink.Requests, Is.EqualTo(1));
        var records = sink.Records.ToArray();
        Assert.That(records.Select(r => r.Body), Is.EqualTo(new[] { "order placed", "bare" }));
        Assert.That(records[0].Resource, Is.EquivalentTo(new Dictionary<string, string> { ["service.name"] = "api", ["job"] = "exporters" }));
        Assert.That(records[0].TimeUnixNano, Is.EqualTo(1_795_254_600_123_456_700));
        Assert.That(records[0].ObservedTimeUnixNano, Is.Zero);
        Assert.That((records[0].Severity, records[0].SeverityText), Is.EqualTo((9, "notice")));
        Assert.That((records[1].Severity, records[1].SeverityText), Is.EqualTo((0, "")));
        Assert.That(records[0].TraceId, Is.EqualTo("4bf92f3577b34da6a3ce929d0e0e4736"));
        Assert.That(records[0].SpanId, Is.EqualTo("00f067aa0ba902b7"));
        Assert.That(records[0].Attributes.Select(a => $"{a.Key}={a.Value}"),
            Is.EqualTo(new[] { "user=ä\0", "n=7", "f=1.5", "ok=true", "{OriginalFormat}=not the body" }));
        Assert.That(records[1].Attributes, Is.Empty);
        var headers = sink.Headers.First();
        Assert.That(headers["x-scope-orgid"], Is.EqualTo("team, a"));
        Assert.That(headers["content-type"], Is.EqualTo(grpc ? "application/grpc" : "application/x-protobuf"));
        Assert.That(headers.ContainsKey(grpc ? "grpc-encoding" : "content-encoding"), Is.EqualTo(gzip));
    }

    [TestCase("503", false)]
    [TestCase("502,504,429", false)]
    [TestCase("429;0", false)]
    [TestCase("reset", false)]
    [TestCase("401,403,404", false)]
    [TestCase("500", false)]
    [TestCase("page", false)]
    [TestCase("206", false)]
    [TestCase("503", true)]
    [TestCase("429;0", true)]
    [TestCase("429;1", true)]
    [TestCase("401,403,404", true)]
    [TestCase("reset", true)]
    public async Task A_failure_is_not_the_data_s_fault_and_everything_arrives_once(string script, bool grpc)
    {
        await using var sink = await Start(new SinkOptions { Keep = true, Script = script }, grpc);
        await using var sender = Sender(sink, grpc);

        var outcome = await sender.SendAsync(Resource, Entries(10), default);

        Assert.That(outcome.Rejected, Is.Empty);
        Assert.That(sink.Records.Select(r => r.Body), Is.EqualTo(Entries(10).Select(e => e.Body)));
        Assert.That(sink.Requests, Is.EqualTo(script.Split(',').Length + 1));
        Assert.That(sender.Trouble, Is.Null);
    }

    [Test]
    public async Task An_answer_that_never_comes_is_given_up_and_the_replay_is_byte_identical([Values("hang", "stall", "lost")] string script, [Values] bool grpc)
    {
        await using var sink = await Start(new SinkOptions { Keep = true, Script = script }, grpc);
        await using var sender = Sender(sink, grpc, c => c with { Timeout = TimeSpan.FromMilliseconds(300) });

        await sender.SendAsync(Resource, Entries(3), default);

        var hashes = sink.Records.Select(r => r.Hash).ToArray();
        Assert.That(hashes, Has.Length.EqualTo(script == "lost" ? 6 : 3));
        Assert.That(hashes.Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public async Task Too_large_is_halved_and_one_that_is_too_large_alone_is_rejected([Values] bool grpc)
    {
        await using var sink = await Start(new SinkOptions { Keep = true, MaxBytes = 2000 }, grpc);
        await using var sender = Sender(sink, grpc);
        var batch = Entries(50);
        batch[20] = Entry(new string('x', 3000), 9, null);

        var outcome = await sender.SendAsync(Resource, batch, default);

        Assert.That(outcome.Rejected, Is.EqualTo(new[] { (20, "too_large") }));
        Assert.That(sink.Records.Select(r => r.Body), Is.EqualTo(Entries(50).Where((_, i) => i != 20).Select(e => e.Body)));
    }

    [Test]
    public async Task The_one_at_fault_goes_to_the_dead_letter_file_with_the_reason([Values] bool grpc)
    {
        await using var sink = await Start(new SinkOptions { Keep = true, Poison = "bad" }, grpc);
        await using var sender = Sender(sink, grpc);
        var batch = Entries(40);
        batch[7] = Entry("a bad one", 17, "ERROR");

        var outcome = await sender.SendAsync(Resource, batch, default);

        Assert.That(outcome.Rejected, Is.EqualTo(new[] { (7, "refused") }));
        Assert.That(sink.Accepted, Is.EqualTo(39));
        var letters = await File.ReadAllLinesAsync(Path.Combine(_state, "dead-letter.jsonl"));
        Assert.That(letters, Has.Length.EqualTo(1));
        Assert.That(letters[0], Does.Contain("\"body\":\"a bad one\"").And.Contain("\"answer\":\"scripted answer 400").And.Contain("\"service.name\":\"api\""));
    }

    [TestCase("260", false)]
    [TestCase("partial", false)]
    [TestCase("partial", true)]
    public async Task What_was_blocked_or_rejected_in_part_is_rejected_and_never_sent_again(string script, bool grpc)
    {
        await using var sink = await Start(new SinkOptions { Script = script }, grpc);
        await using var sender = Sender(sink, grpc);

        var outcome = await sender.SendAsync(Resource, Entries(5), default);

        Assert.That(sink.Requests, Is.EqualTo(1));
        Assert.That(outcome.Rejected.Select(r => r.Reason), Is.EqualTo(
            script == "260" ? Enumerable.Repeat("blocked", 5) : ["partial_success"]));
    }

    [Test]
    public async Task What_Loki_is_known_to_refuse_is_not_sent()
    {
        await using var sink = await Start(new SinkOptions { Keep = true });
        await using var sender = Sender(sink, false, c => c with { Limits = ReceiverLimits.Loki });
        var now = DateTime.UtcNow;
        LogEntry At(TimeSpan ago, string body = "x") => new() { Body = body, TimestampTicks = (now - ago).Ticks };
        var many = At(TimeSpan.Zero);
        many.Attributes.AddRange(Enumerable.Range(0, 129).Select(i => new KeyValuePair<string, object?>($"a{i}", "v")));

        var outcome = await sender.SendAsync(
            Resource,
            [
                At(TimeSpan.FromDays(8)), At(TimeSpan.FromMinutes(-20)), At(TimeSpan.FromMinutes(30), "kept"), At(TimeSpan.Zero, "newest"),
                At(TimeSpan.FromMinutes(61)), At(TimeSpan.FromMinutes(59), "behind"), At(TimeSpan.Zero, new string('ä', 140_000)), many,
            ],
            default);

        Assert.That(outcome.Rejected, Is.EquivalentTo(new[]
        {
            (0, "too_old"), (1, "too_new"), (4, "out_of_order"), (6, "line_too_long"), (7, "too_many_attributes"),
        }));
        Assert.That(sink.Records.Select(r => r.Body), Is.EqualTo(new[] { "kept", "newest", "behind" }));
    }

    [Test]
    public async Task Each_resource_keeps_its_own_records()
    {
        await using var sink = await Start(new SinkOptions { Keep = true });
        await using var sender = Sender(sink);
        for (var i = 0; i < 600; i++)
        {
            await sender.SendAsync(new LogResource([new("service.name", $"s{i % 300}")]), [Entry($"s{i % 300}", 9, null)], default);
        }

        Assert.That(sink.Records, Has.Count.EqualTo(600));
        Assert.That(sink.Records, Has.All.Matches<SinkRecord>(r => r!.ServiceName == r.Body));
    }

    [Test]
    public async Task Attempts_and_the_breaker_are_counted()
    {
        await using var sink = await Start(new SinkOptions { Script = "503,503,400" });
        await using var sender = Sender(sink, false, c => c with { Retry = Quick with { BreakerFailures = 2 } });
        await sender.SendAsync(Resource, Entries(2), default);

        Assert.That(Counted("exporters_logs_send_attempts_total").Where(line => !line.EndsWith(" 0", StringComparison.Ordinal)), Is.EquivalentTo(new[]
        {
            "exporters_logs_send_attempts_total{outcome=\"retry\"} 2",
            "exporters_logs_send_attempts_total{outcome=\"refused\"} 1",
            "exporters_logs_send_attempts_total{outcome=\"delivered\"} 2",
        }));
        Assert.That(Counted("exporters_logs_send_retries_total"), Is.EqualTo(new[] { "exporters_logs_send_retries_total 2" }));
        Assert.That(Counted("exporters_logs_send_duration_seconds_count"), Is.EqualTo(new[] { "exporters_logs_send_duration_seconds_count 5" }));
        Assert.That(Counted("exporters_logs_batch_attempts_sum"), Is.EqualTo(new[] { "exporters_logs_batch_attempts_sum 5" }));
        Assert.That(Counted("exporters_logs_breaker_open"), Is.EqualTo(new[] { "exporters_logs_breaker_open 0" }));
        Assert.That(Counted("exporters_logs_breaker_openings_total"), Is.EqualTo(new[] { "exporters_logs_breaker_openings_total 1" }));
    }

    [Test]
    public async Task Batches_are_measured_with_their_records_and_the_bytes_that_went_out([Values] bool grpc, [Values] bool gzip)
    {
        await using var sink = await Start(new SinkOptions(), grpc);
        await using var sender = Sender(sink, grpc, c => c with { Gzip = gzip });
        await sender.SendAsync(Resource, Entries(300), default);
        await sender.SendAsync(Resource, Entries(100), default);

        Assert.That(Counted("exporters_logs_batch_records_sum"), Is.EqualTo(new[] { "exporters_logs_batch_records_sum 400" }));
        Assert.That(Counted("exporters_logs_batch_records_count"), Is.EqualTo(new[] { "exporters_logs_batch_records_count 2" }));
        Assert.That(Counted("exporters_logs_batch_duration_seconds_count"), Is.EqualTo(new[] { "exporters_logs_batch_duration_seconds_count 2" }));
        Assert.That(Counted("exporters_logs_send_bytes_count"), Is.EqualTo(new[] { "exporters_logs_send_bytes_count 2" }));
        var bytes = double.Parse(Counted("exporters_logs_send_bytes_sum").Single().Split(' ')[1], CultureInfo.InvariantCulture);
        Assert.That(bytes, gzip ? Is.InRange(400, 10_000) : Is.InRange(400 * 20, 400 * 200));
    }

    [Test]
    public async Task A_caller_that_gives_up_is_not_held_by_a_receiver_that_hangs()
    {
        await using var sink = await Start(new SinkOptions { Script = "hang" });
        await using var sender = Sender(sink);
        using var giveUp = new CancellationTokenSource();

        var sending = sender.SendAsync(Resource, Entries(1), giveUp.Token).AsTask();
        await sink.WaitForRequestsAsync(1, TimeSpan.FromSeconds(30));
        await giveUp.CancelAsync();

        await Assert.ThatAsync(() => sending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await sender.SendAsync(Resource, Entries(1), default)).Rejected, Is.Empty);
    }

    private static Task<Sink> Start(SinkOptions options, bool grpc = false) =>
        Sink.StartAsync(grpc ? options with { Grpc = "127.0.0.1:0" } : options);

    private static LogEntry Entry(string body, byte severity, string? text) => new()
    {
        Body = body,
        Severity = severity,
        SeverityText = text,
        TimestampTicks = new DateTime(2026, 11, 21, 9, 50, 0, DateTimeKind.Utc).Ticks + 1_234_567,
    };

    private static List<LogEntry> Entries(int count) => [.. Enumerable.Range(0, count).Select(i => Entry($"line {i}", 9, "INFO"))];

    private OtlpSender Sender(Sink sink, bool grpc = false, Func<OtlpConfig, OtlpConfig>? change = null)
    {
        var config = new OtlpConfig { Endpoint = new Uri(grpc ? sink.GrpcUrl : sink.Url + "/v1/logs"), Grpc = grpc, Retry = Quick };
        return new OtlpSender(change?.Invoke(config) ?? config, _state, new SenderInstruments(_registry), TimeProvider.System, NullLoggerFactory.Instance);
    }

    private string[] Counted(string name)
    {
        using var instruments = new InstrumentCollector(_registry, showsProcess: true);
        return Page.Samples(instruments, name);
    }
}
