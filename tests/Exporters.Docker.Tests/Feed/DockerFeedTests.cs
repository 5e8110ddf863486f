using Exporters.Docker.Feed;
using Exporters.Testing;
using Exporters.Testing.FakeDocker;

namespace Exporters.Docker.Tests.Feed;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DockerFeedTests : IAsyncDisposable
{
    private static readonly string[] Round = ["connected cgroupfs", "listed /web", "inspected /web", "settled round"];

    private readonly FakeDockerDaemon _daemon = new();
    private readonly FakeContainer _web = new() { Id = FakeContainer.IdOf(1), Name = "web" };
    private readonly DockerFeeds _feeds = new(TimeProvider.System);
    private readonly CancellationTokenSource _end = new();
    private readonly DockerFeed _feed;

    public DockerFeedTests()
    {
        _daemon.Add(_web);
        _feed = Feed(_daemon.Endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _feeds.Dispose();
        _end.Dispose();
        await _daemon.DisposeAsync();
    }

    [Test]
    public void One_daemon_has_one_feed_however_its_address_is_written()
    {
        Assert.That(Feed(_daemon.SocketPath), Is.SameAs(_feed));
        Assert.That(Feed("tcp://localhost"), Is.SameAs(Feed("tcp://localhost:2375")).And.Not.SameAs(_feed));
    }

    [Test, CancelAfter(30_000)]
    public async Task Two_listeners_share_the_event_stream_the_list_and_the_inspections(CancellationToken cancellation)
    {
        var (one, other) = (new RecordingListener(), new RecordingListener());
        var listening = Listen(one);
        await one.UntilAsync("settled round", cancellation);
        _ = Listen(other);
        await other.UntilAsync("settled round", cancellation);
        _daemon.ForgetRequests();
        _daemon.Emit("pause", _web, 1);
        string[] told = ["heard pause", "inspected /web", "settled"];
        Assert.That(await one.UntilAsync("settled", cancellation), Is.EqualTo(told));
        Assert.That(await other.UntilAsync("settled", cancellation), Is.EqualTo(told));
        Assert.That(_daemon.Requests, Is.EqualTo(new[] { $"/v1.41/containers/{_web.Id}/json" }));
        Assert.That(_daemon.Listeners, Is.EqualTo(1));
        Assert.That(listening.IsCompleted, Is.False);
    }

    [Test, CancelAfter(30_000)]
    public async Task A_list_that_is_due_for_one_is_read_for_another_that_is_nearly_due(CancellationToken cancellation)
    {
        var time = new ManualTimeProvider();
        using var feed = new DockerFeed(new DockerClient(DockerEndpoint.Resolve(_daemon.Endpoint, null, _ => null)), time);
        var (quick, slower) = (new RecordingListener(TimeSpan.FromSeconds(15)), new RecordingListener(TimeSpan.FromSeconds(19)));
        _ = feed.ListenAsync(quick, _end.Token);
        _ = feed.ListenAsync(slower, _end.Token);
        await quick.UntilAsync("settled round", cancellation);
        await slower.UntilAsync("settled round", cancellation);
        _daemon.ForgetRequests();
        await time.WaitForTimersAsync(1);
        time.Advance(TimeSpan.FromSeconds(15));
        await quick.UntilAsync("settled round", cancellation);
        await slower.UntilAsync("settled round", cancellation);
        Assert.That(_daemon.Requests.Count(request => request.Contains("/containers/json", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test, CancelAfter(30_000)]
    public async Task Who_comes_later_is_told_of_everything_at_once(CancellationToken cancellation)
    {
        var (one, late) = (new RecordingListener(), new RecordingListener());
        _ = Listen(one);
        Assert.That(await one.UntilAsync("settled round", cancellation), Is.EqualTo(Round));
        _ = Listen(late);
        Assert.That(await late.UntilAsync("settled round", cancellation), Is.EqualTo(Round));
        Assert.That(_daemon.Requests.Count(request => request.Contains("/events", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test, CancelAfter(30_000)]
    public async Task Who_leaves_is_told_nothing_more_and_the_others_go_on(CancellationToken cancellation)
    {
        var (one, leaving) = (new RecordingListener(), new RecordingListener());
        _ = Listen(one);
        using var leave = new CancellationTokenSource();
        var listening = _feed.ListenAsync(leaving, leave.Token);
        await one.UntilAsync("settled round", cancellation);
        await leaving.UntilAsync("settled round", cancellation);
        await leave.CancelAsync();
        Assert.That(async () => await listening, Throws.InstanceOf<OperationCanceledException>());
        _daemon.Emit("pause", _web, 1);
        await one.UntilAsync("settled", cancellation);
        Assert.That(leaving.NextAsync(cancellation).IsCompleted, Is.False);
    }

    [Test, CancelAfter(30_000)]
    public async Task Nobody_asks_the_daemon_while_nobody_listens_and_it_is_asked_again_for_the_next(CancellationToken cancellation)
    {
        using (var leave = new CancellationTokenSource())
        {
            var first = new RecordingListener();
            var listening = _feed.ListenAsync(first, leave.Token);
            await first.UntilAsync("settled round", cancellation);
            await leave.CancelAsync();
            Assert.That(async () => await listening, Throws.InstanceOf<OperationCanceledException>());
        }

        var next = new RecordingListener();
        _ = Listen(next);
        Assert.That(await next.UntilAsync("settled round", cancellation), Is.EqualTo(Round));
        Assert.That(_daemon.Requests.Count(request => request.Contains("/events", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_listener_that_fails_ends_with_its_exception_and_the_others_go_on(CancellationToken cancellation)
    {
        var (one, broken) = (new RecordingListener(), new RecordingListener { FailsAt = "inspected /web" });
        var failing = Listen(broken);
        _ = Listen(one);
        Assert.That(async () => await failing, Throws.InvalidOperationException.With.Message.EqualTo("BUG: inspected /web"));
        Assert.That(await one.UntilAsync("settled round", cancellation), Is.EqualTo(Round));
        _daemon.Emit("pause", _web, 1);
        await one.UntilAsync("settled", cancellation);
    }

    [TestCase("{\"Id\":7}", 200, "Format")]
    [TestCase("{\"message\":\"layer does not exist\"}", 500, "Server")]
    [CancelAfter(30_000)]
    public async Task One_container_that_cannot_be_inspected_holds_up_no_other(string body, int status, string failure, CancellationToken cancellation)
    {
        var bad = new FakeContainer { Id = FakeContainer.IdOf(2), Name = "bad" };
        _daemon.Add(bad);
        _daemon.Answer($"/containers/{bad.Id}/json", FakeAnswer.Json(body) with { Status = status });
        var listener = new RecordingListener();
        _ = Listen(listener);
        var told = await listener.UntilAsync("settled round", cancellation);
        Assert.That(told.Order(StringComparer.Ordinal), Is.EqualTo(new[]
        {
            "connected cgroupfs", "inspected /web", "listed /bad /web", $"not inspected: {failure}", "settled round",
        }));
    }

    [Test, CancelAfter(30_000)]
    public async Task All_are_told_of_a_daemon_that_is_lost_and_found_again(CancellationToken cancellation)
    {
        var (one, other) = (new RecordingListener(TimeSpan.FromMilliseconds(50)), new RecordingListener());
        _ = Listen(one);
        _ = Listen(other);
        await other.UntilAsync("settled round", cancellation);
        await _daemon.StopAsync();
        await one.UntilAsync("lost: NoSocket", cancellation);
        await other.UntilAsync("lost: NoSocket", cancellation);
        _daemon.Start();
        Assert.That((await one.UntilAsync("settled round", cancellation)).TakeLast(4), Is.EqualTo(Round));
        Assert.That((await other.UntilAsync("settled round", cancellation)).TakeLast(4), Is.EqualTo(Round));
    }

    private Task Listen(RecordingListener listener) => _feed.ListenAsync(listener, _end.Token);

    private DockerFeed Feed(string endpoint) => _feeds.Of(DockerEndpoint.Resolve(endpoint, null, _ => null));
}
