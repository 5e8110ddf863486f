using System.Text;
using Exporters.Testing.FakeDocker;

namespace Exporters.Docker.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DockerClientTests : IAsyncDisposable
{
    private readonly FakeDockerDaemon _daemon = new();
    private readonly DockerClient _client;

    public DockerClientTests()
    {
        _client = Client(_daemon.Endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _daemon.DisposeAsync();
    }

    [TestCase("1.12", "1.41")]
    [TestCase("1.44", "1.52")]
    [CancelAfter(30_000)]
    public async Task Every_call_names_the_version_that_was_agreed_on(string oldest, string newest, CancellationToken cancellation)
    {
        (_daemon.MinApiVersion, _daemon.ApiVersion) = (oldest, newest);
        await _client.ListAsync(sizes: false, cancellation);
        Assert.That(_daemon.Requests, Is.EqualTo(new[] { "/version", $"/v{newest}/containers/json?all=1" }));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_daemon_that_was_replaced_by_a_newer_one_is_asked_again(CancellationToken cancellation)
    {
        await _client.ListAsync(sizes: false, cancellation);
        (_daemon.MinApiVersion, _daemon.ApiVersion) = ("1.44", "1.52");
        var refused = await Assert.ThrowsAsync<DockerException>(() => _client.ListAsync(sizes: false, cancellation));
        Assert.That(refused!.Failure, Is.EqualTo(DockerFailure.Refused));
        Assert.That(refused.Message, Does.Contain("400 client version 1.41 is too old"));

        await _client.ConnectAsync(cancellation);
        Assert.That(await _client.ListAsync(sizes: false, cancellation), Is.Empty);
    }

    [Test, CancelAfter(30_000)]
    public async Task Recorded_answers_of_docker_20_10_are_read(CancellationToken cancellation)
    {
        _daemon.Answer("/version", Recorded("version.json"));
        _daemon.Answer("/containers/json", Recorded("list.json"));
        _daemon.Answer("/containers/x/json", Recorded("inspect-oom.json"));

        Assert.That(await _client.ConnectAsync(cancellation), Is.EqualTo(new ApiVersion(1, 41)));
        Assert.That(_client.DaemonVersion, Is.EqualTo("20.10.24+dfsg1"));

        var list = await _client.ListAsync(sizes: false, cancellation);
        Assert.That(list, Has.Count.EqualTo(10));
        var paused = list.Single(container => container.Names![0] == "/zoo-paused");
        Assert.That((paused.State, paused.Image, paused.Labels!["zoo.kind"]), Is.EqualTo(("paused", "zoo/busybox:latest", "paused")));

        var oom = await _client.InspectAsync("x", cancellation);
        Assert.That(oom!.State!.OOMKilled, Is.True);
        Assert.That((oom.State.Status, oom.State.ExitCode, oom.State.Pid), Is.EqualTo(("exited", 137, 0)));
        Assert.That(oom.State.Finished, Is.GreaterThan(oom.State.Started!.Value));
        Assert.That(oom.HostConfig!.LogConfig!.Type, Is.EqualTo("json-file"));
        Assert.That(oom.LogPath, Does.StartWith("/var/lib/docker/containers/").And.EndsWith("-json.log"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Recorded_answers_of_docker_26_1_are_read(CancellationToken cancellation)
    {
        (_daemon.MinApiVersion, _daemon.ApiVersion) = ("1.24", "1.45");
        _daemon.Answer("/version", Recorded("version.json", "docker-26.1"));
        _daemon.Answer("/containers/json", Recorded("list.json", "docker-26.1"));
        _daemon.Answer("/containers/x/json", Recorded("inspect.json", "docker-26.1"));

        Assert.That(await _client.ConnectAsync(cancellation), Is.EqualTo(new ApiVersion(1, 45)));
        Assert.That((await _client.ListAsync(sizes: false, cancellation)).Single().Labels!["com.docker.compose.project"], Is.EqualTo("shop"));
        var web = await _client.InspectAsync("x", cancellation);
        Assert.That((web!.State!.Status, web.State.Finished, web.State.Pid > 0), Is.EqualTo(("running", (DateTimeOffset?)null, true)));
    }

    [Test, CancelAfter(30_000)]
    public async Task Answers_of_docker_29_are_read_in_a_version_that_it_still_speaks(CancellationToken cancellation)
    {
        (_daemon.MinApiVersion, _daemon.ApiVersion) = ("1.44", "1.52");
        _daemon.Answer("/version", Recorded("version.json", "docker-29"));
        _daemon.Answer("/containers/json", Recorded("list.json", "docker-29"));
        _daemon.Answer("/containers/x/json", Recorded("inspect.json", "docker-29"));

        Assert.That(await _client.ConnectAsync(cancellation), Is.EqualTo(new ApiVersion(1, 52)));
        Assert.That((await _client.ListAsync(sizes: false, cancellation)).Single().Status, Does.EndWith("(healthy)"));
        var web = await _client.InspectAsync("x", cancellation);
        Assert.That((web!.State!.Health!.Status, web.State.Pid, web.HostConfig!.RestartPolicy!.Name), Is.EqualTo(("healthy", 4711, "unless-stopped")));
        Assert.That(_daemon.Requests, Has.None.StartsWith("/v1.41/"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Recorded_answers_of_podman_4_3_are_read(CancellationToken cancellation)
    {
        _daemon.Answer("/version", Recorded("version.json", "podman-4.3"));
        _daemon.Answer("/info", Recorded("info.json", "podman-4.3"));
        _daemon.Answer("/containers/json", Recorded("list.json", "podman-4.3"));
        _daemon.Answer("/containers/web/json", Recorded("inspect.json", "podman-4.3"));
        _daemon.Answer("/containers/loop/json", Recorded("inspect-loop.json", "podman-4.3"));

        Assert.That(await _client.ConnectAsync(cancellation), Is.EqualTo(new ApiVersion(1, 41)));
        Assert.That(_client.DaemonVersion, Is.EqualTo("4.3.1"));
        Assert.That((await _client.InfoAsync(cancellation)).DockerRootDir, Is.EqualTo("/var/lib/containers/storage"));
        Assert.That((await _client.ListAsync(sizes: false, cancellation)).Select(c => c.Names![0]), Is.EqualTo(new[] { "/pod-bad", "/pod-web" }));
        var web = await _client.InspectAsync("web", cancellation);
        Assert.That((web!.State!.Status, web.State.Health!.Status, web.State.Finished), Is.EqualTo(("running", "", (DateTimeOffset?)null)));
        var loop = await _client.InspectAsync("loop", cancellation);
        Assert.That((loop!.State!.ExitCode, loop.RestartCount, loop.HostConfig!.RestartPolicy!.Name), Is.EqualTo((3, 2, "on-failure")));
        Assert.That(loop.State.Finished, Is.GreaterThan(loop.State.Started!.Value));
    }

    [Test, CancelAfter(30_000)]
    public async Task Labels_keep_quotes_newlines_and_other_scripts(CancellationToken cancellation)
    {
        _daemon.Answer("/containers/x/json", Recorded("inspect-label.json"));
        var container = await _client.InspectAsync("x", cancellation);
        Assert.That(container!.Config!.Labels!["zoo.odd"], Is.EqualTo("a \"quoted\" back\\slash\nsecond line \u00e9\u2603"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Never_is_no_time(CancellationToken cancellation)
    {
        _daemon.Add(new FakeContainer { Id = "c", Name = "new", State = "created", Started = null });
        var state = (await _client.InspectAsync("c", cancellation))!.State!;
        Assert.That((state.Started, state.Finished), Is.EqualTo(((DateTimeOffset?)null, (DateTimeOffset?)null)));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_container_that_is_gone_is_null(CancellationToken cancellation) =>
        Assert.That(await _client.InspectAsync("gone", cancellation), Is.Null);

    [TestCase("<html>not docker</html>", TestName = "HTML")]
    [TestCase("[{\"Id\":\"a\",", TestName = "JSON that ends early")]
    [TestCase("[{\"Id\":7}]", TestName = "A number where a text should be")]
    [TestCase("null", TestName = "null")]
    [CancelAfter(30_000)]
    public async Task Broken_JSON_says_what_was_asked(string body, CancellationToken cancellation)
    {
        _daemon.Answer("/containers/json", FakeAnswer.Json(body));
        var broken = await Assert.ThrowsAsync<DockerException>(() => _client.ListAsync(sizes: false, cancellation));
        Assert.That(broken!.Failure, Is.EqualTo(DockerFailure.Format));
        Assert.That(broken.Message, Does.StartWith($"{_daemon.Endpoint}: GET /v1.41/containers/json?all=1: "));
    }

    [Test, CancelAfter(30_000)]
    public async Task An_answer_that_is_cut_is_unreachable(CancellationToken cancellation)
    {
        _daemon.Answer("/containers/json", Recorded("list.json").Cut());
        var cut = await Assert.ThrowsAsync<DockerException>(() => _client.ListAsync(sizes: false, cancellation));
        Assert.That(cut!.Failure, Is.EqualTo(DockerFailure.Unreachable));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_daemon_that_hangs_is_a_timeout(CancellationToken cancellation)
    {
        _daemon.Answer("/containers/json", FakeAnswer.Hanging);
        using var hasty = new DockerClient(Endpoint(_daemon.Endpoint), TimeSpan.FromMilliseconds(200));
        var hung = await Assert.ThrowsAsync<DockerException>(() => hasty.ListAsync(sizes: false, cancellation));
        Assert.That(hung!.Failure, Is.EqualTo(DockerFailure.Timeout));
        Assert.That(hung.Message, Is.EqualTo($"{_daemon.Endpoint}: GET /v1.41/containers/json?all=1: no answer within 0.2 s"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_daemon_that_hangs_within_its_answer_is_a_timeout(CancellationToken cancellation)
    {
        _daemon.Answer("/containers/json", Recorded("list.json").HangingInBody());
        using var hasty = new DockerClient(Endpoint(_daemon.Endpoint), TimeSpan.FromMilliseconds(200));
        var hung = await Assert.ThrowsAsync<DockerException>(() => hasty.ListAsync(sizes: false, cancellation));
        Assert.That(hung!.Failure, Is.EqualTo(DockerFailure.Timeout));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_daemon_that_hangs_within_an_error_is_a_timeout_also_for_a_stream(CancellationToken cancellation)
    {
        _daemon.Answer("/events", FakeAnswer.Error(500, "the daemon is about to end").HangingInBody());
        using var hasty = new DockerClient(Endpoint(_daemon.Endpoint), TimeSpan.FromMilliseconds(200));
        var hung = await Assert.ThrowsAsync<DockerException>(() => hasty.OpenEventsAsync(null, cancellation));
        Assert.That(hung!.Failure, Is.EqualTo(DockerFailure.Timeout));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_long_error_page_of_a_proxy_is_shown_shortened(CancellationToken cancellation)
    {
        _daemon.Answer("/containers/json", new FakeAnswer(502, Encoding.UTF8.GetBytes("<html>" + new string('x', 100_000)), "text/html"));
        var refused = await Assert.ThrowsAsync<DockerException>(() => _client.ListAsync(sizes: false, cancellation));
        Assert.That(refused!.Failure, Is.EqualTo(DockerFailure.Server));
        Assert.That(refused.Message, Does.Contain(": 502 <html>xxx").And.EndsWith("…").And.Length.LessThan(500));
    }

    [Test, CancelAfter(30_000)]
    public async Task Fields_of_a_newer_daemon_are_passed_over(CancellationToken cancellation)
    {
        _daemon.Answer("/containers/json", FakeAnswer.Json(
            """[{"Id":"c","Names":["/web"],"State":"running","New":{"Deep":[1,2.5,null]},"HostConfig":{"NetworkMode":"bridge","Other":18446744073709551616}}]"""));
        _daemon.Answer("/containers/c/json", FakeAnswer.Json(
            """{"Id":"c","Name":"/web","New":[{}],"State":{"Status":"running","Pid":7,"New":1e300},"Config":{"Labels":null,"Env":null,"New":false}}"""));
        Assert.That((await _client.ListAsync(sizes: false, cancellation)).Single().State, Is.EqualTo("running"));
        Assert.That((await _client.InspectAsync("c", cancellation))!.State!.Pid, Is.EqualTo(7));
    }

    [TestCase("""{"Id":"c","Created":true}""", TestName = "true for a time")]
    [TestCase("""{"Id":"c","RestartCount":99999999999999999999}""", TestName = "A number that is too large")]
    [CancelAfter(30_000)]
    public async Task A_value_that_cannot_be_read_says_what_was_asked(string body, CancellationToken cancellation)
    {
        _daemon.Answer("/containers/c/json", FakeAnswer.Json(body));
        var broken = await Assert.ThrowsAsync<DockerException>(() => _client.InspectAsync("c", cancellation));
        Assert.That(broken!.Failure, Is.EqualTo(DockerFailure.Format));
        Assert.That(broken.Message, Does.StartWith($"{_daemon.Endpoint}: GET /v1.41/containers/c/json: "));
    }

    [Test, CancelAfter(30_000)]
    public void A_cancelled_call_is_cancelled_and_no_timeout(CancellationToken cancellation)
    {
        _daemon.Answer("/containers/json", FakeAnswer.Hanging);
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var call = _client.ListAsync(sizes: false, mine.Token);
        mine.Cancel();
        Assert.That(async () => await call, Throws.InstanceOf<OperationCanceledException>());
    }

    [TestCase(403, DockerFailure.Denied)]
    [TestCase(404, DockerFailure.NotFound)]
    [TestCase(409, DockerFailure.Refused)]
    [TestCase(500, DockerFailure.Server)]
    [TestCase(501, DockerFailure.Refused)]
    [CancelAfter(30_000)]
    public async Task A_refusal_carries_the_daemons_words(int status, DockerFailure failure, CancellationToken cancellation)
    {
        _daemon.Answer("/containers/json", FakeAnswer.Error(status, "no \"way\""));
        var refused = await Assert.ThrowsAsync<DockerException>(() => _client.ListAsync(sizes: false, cancellation));
        Assert.That(refused!.Failure, Is.EqualTo(failure));
        Assert.That(refused.Message, Does.EndWith($": {status} no \"way\""));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_missing_socket_and_a_closed_port_differ(CancellationToken cancellation)
    {
        await _daemon.StopAsync();
        Assert.That((await Assert.ThrowsAsync<DockerException>(() => _client.ConnectAsync(cancellation)))!.Failure, Is.EqualTo(DockerFailure.NoSocket));
        using var closed = Client("tcp://127.0.0.1:1");
        Assert.That((await Assert.ThrowsAsync<DockerException>(() => closed.ConnectAsync(cancellation)))!.Failure, Is.EqualTo(DockerFailure.Unreachable));
        _daemon.Start();
        await _client.ConnectAsync(cancellation);
    }

    [Test, CancelAfter(30_000)]
    public async Task What_is_no_endpoint_fails_at_the_call_and_says_why(CancellationToken cancellation)
    {
        var endpoint = DockerEndpoint.Resolve(null, null, name => name == "DOCKER_HOST" ? "garbage" : null);
        using var client = new DockerClient(endpoint);
        var failure = await Assert.ThrowsAsync<DockerException>(() => client.ConnectAsync(cancellation));
        Assert.That(failure!.Failure, Is.EqualTo(DockerFailure.Endpoint));
        Assert.That(failure.Message, Is.EqualTo("DOCKER_HOST must be unix:///path/to/docker.sock, tcp://host:port or https://host:port, got \"garbage\""));
    }

    private static DockerClient Client(string endpoint) => new(Endpoint(endpoint));

    private static DockerEndpoint Endpoint(string text) =>
        DockerEndpoint.TryParse(text, null, out var endpoint, out var error) ? endpoint : throw new ArgumentException(error, nameof(text));

    private static FakeAnswer Recorded(string file, string version = "docker-20.10") =>
        new(200, File.ReadAllBytes(Path.Join(TestContext.CurrentContext.TestDirectory, "Fixtures", version, file)));
}
