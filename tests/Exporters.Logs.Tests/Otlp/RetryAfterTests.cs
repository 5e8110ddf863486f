using Exporters.LogSink;
using Exporters.Logs.Otlp;
using Exporters.Logs.Records;
using Exporters.Metrics.Instruments;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Otlp;

/// <summary>How long the sender waits when the receiver says how long, in each way in which it can.</summary>
public sealed class RetryAfterTests
{
    private static readonly LogResource Resource = new([new("service.name", "api")]);

    private string _state = "";

    [SetUp]
    public void MakeStateDirectory() => _state = Directory.CreateTempSubdirectory("retry").FullName;

    [TearDown]
    public void RemoveStateDirectory() => Directory.Delete(_state, recursive: true);

    // Our own waits are of a day, so that what is waited for is the receiver's.
    [TestCase("429;7", false, 7)]
    [TestCase("503;7", false, 7)]
    [TestCase("503;-5", false, null)]
    [TestCase("429;2000000000", false, 3600)]
    [TestCase("429;99999999999999999999", false, null)]
    [TestCase("429;soon", false, null)]
    [TestCase("429", false, null)]
    [TestCase("429;7", true, 7)]
    [TestCase("503;7", true, 7)]
    [TestCase("429;0.25", true, 0.25)]
    [TestCase("429;1.5", true, 1.5)]
    [TestCase("429;2000000000", true, 3600)]
    [TestCase("503", true, null)]
    public async Task The_receiver_s_wait_is_kept(string script, bool grpc, double? seconds)
    {
        var waits = await WaitsAsync(script, grpc);
        Assert.That(waits, Has.Count.EqualTo(1));
        if (seconds is { } asked)
        {
            Assert.That(waits[0], Is.EqualTo(TimeSpan.FromSeconds(asked)));
        }
        else
        {
            Assert.That(waits[0], Is.LessThanOrEqualTo(TimeSpan.FromDays(1)));
            Assert.That(waits[0].Ticks % TimeSpan.TicksPerSecond, Is.Not.Zero, "a random part of our own wait");
        }
    }

    [TestCase("429;@90")]
    [TestCase("503;@90")]
    public async Task A_date_is_a_wait_by_the_receiver_s_clock(string script)
    {
        // Ours, which stands in the year 2001, would make it decades.
        var waits = await WaitsAsync(script, grpc: false);
        Assert.That(waits.Single(), Is.InRange(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(92)));
    }

    [TestCase("503;@-90", false)]
    [TestCase("429;0", false)]
    [TestCase("429;0", true)]
    public async Task Nothing_and_a_date_that_is_over_are_no_wait(string script, bool grpc) =>
        Assert.That(await WaitsAsync(script, grpc), Is.Empty);

    [Test]
    public async Task A_denial_is_not_tried_again_sooner_than_the_breaker_s_trial_whatever_is_asked() =>
        Assert.That((await WaitsAsync("403;1", grpc: false)).Single(), Is.EqualTo(TimeSpan.FromDays(2)));

    private async Task<IReadOnlyList<TimeSpan>> WaitsAsync(string script, bool grpc)
    {
        await using var sink = await Sink.StartAsync(new SinkOptions { Script = script, Grpc = "127.0.0.1:0" });
        var config = new OtlpConfig
        {
            Endpoint = new Uri(grpc ? sink.GrpcUrl : sink.Url + "/v1/logs"),
            Grpc = grpc,
            Retry = new RetryConfig { First = TimeSpan.FromDays(1), Longest = TimeSpan.FromDays(1), BreakerTrial = TimeSpan.FromDays(2) },
        };
        var time = new HastyTime(config.Timeout);
        await using var sender = new OtlpSender(config, _state, new SenderInstruments(new InstrumentRegistry()), time, NullLoggerFactory.Instance);
        var outcome = await sender.SendAsync(Resource, [new LogEntry { Body = "x", TimestampTicks = DateTime.UnixEpoch.AddYears(56).Ticks }], default);
        Assert.That(outcome.Rejected, Is.Empty);
        Assert.That((sink.Requests, sink.Accepted), Is.EqualTo((2, 1)));
        return time.Waits;
    }

    /// <summary>A clock that does not let anybody wait but notes how long they would have; attempts have their time.</summary>
    private sealed class HastyTime(TimeSpan attempt) : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override DateTimeOffset GetUtcNow() => new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == attempt || dueTime == Timeout.InfiniteTimeSpan)
            {
                return System.CreateTimer(callback, state, dueTime, period);
            }

            Waits.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
