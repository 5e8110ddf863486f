using Exporters.Testing.FakeDocker;

namespace Exporters.Docker.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DockerEventReaderTests : IAsyncDisposable
{
    private readonly FakeDockerDaemon _daemon = new();
    private readonly DockerClient _client;

    public DockerEventReaderTests()
    {
        Assert.That(DockerEndpoint.TryParse(_daemon.Endpoint, null, out var endpoint, out _), Is.True);
        _client = new DockerClient(endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _daemon.DisposeAsync();
    }

    [Test, CancelAfter(30_000)]
    public async Task Recorded_events_of_podman_tell_of_ends_with_their_exit_codes(CancellationToken cancellation)
    {
        var recorded = await File.ReadAllBytesAsync(
            Path.Join(TestContext.CurrentContext.TestDirectory, "Fixtures", "podman-4.3", "events.jsonl"), cancellation);
        _daemon.Answer("/events", new FakeAnswer(200, recorded));
        using var events = await _client.OpenEventsAsync(null, cancellation);
        var seen = new List<string>();
        while (await events.NextAsync(cancellation) is { } next)
        {
            if (next.Action is "start" or "die")
            {
                seen.Add($"{next.Action} {next.Attributes["name"]} {next.Attributes.GetValueOrDefault("exitCode")}".TrimEnd());
            }
        }

        Assert.That(seen, Is.EqualTo(new[] { "start pod-loop", "die pod-web 137", "start pod-web", "die pod-loop 3" }));
    }

    [Test, CancelAfter(30_000)]
    public async Task Recorded_events_tell_what_became_of_each_container(CancellationToken cancellation)
    {
        var recorded = await File.ReadAllBytesAsync(
            Path.Join(TestContext.CurrentContext.TestDirectory, "Fixtures", "docker-20.10", "events.jsonl"), cancellation);
        _daemon.Answer("/events", new FakeAnswer(200, recorded));
        using var events = await _client.OpenEventsAsync(null, cancellation);
        var seen = new List<DockerEvent>();
        while (await events.NextAsync(cancellation) is { } next)
        {
            seen.Add(next);
        }

        Assert.That(seen.Take(4).Select(e => e.Action), Is.EqualTo(new[] { "create", "start", "oom", "die" }));
        Assert.That(seen[3].Attributes["exitCode"], Is.EqualTo("137"));
        Assert.That(seen[3].TimeNanoseconds, Is.EqualTo(1795255518156717915));
        Assert.That(seen.First(e => e.Action == "kill").Attributes["signal"], Is.EqualTo("15"));
        Assert.That(seen.Select(e => e.ContainerId), Has.All.Length.EqualTo(64));
    }

    [Test, CancelAfter(30_000)]
    public async Task Only_life_cycle_events_of_containers_are_asked_for_and_from_the_given_nanosecond(CancellationToken cancellation)
    {
        using var events = await _client.OpenEventsAsync(1795255518_000000042, cancellation);
        var asked = Uri.UnescapeDataString(_daemon.Requests.Last());
        Assert.That(asked, Does.StartWith("/v1.41/events?filters={\"type\":[\"container\"]").And.EndWith("&since=1795255518.000000042"));
        Assert.That(asked, Does.Not.Contain("exec_"));
    }

    [Test, CancelAfter(30_000)]
    public async Task Podmans_words_become_dockers(CancellationToken cancellation)
    {
        using var events = await OpenAsync(cancellation);
        _daemon.EmitRaw("""{"status":"died","Type":"container","Action":"died","Actor":{"ID":"p","Attributes":{}},"time":5,"timeNano":0}""" + "\n");
        var died = await events.NextAsync(cancellation);
        Assert.That((died!.Action, died.TimeNanoseconds), Is.EqualTo(("die", 5_000_000_000)));
    }

    [Test, CancelAfter(30_000)]
    public async Task Events_of_other_things_are_passed_over(CancellationToken cancellation)
    {
        using var events = await OpenAsync(cancellation);
        _daemon.EmitRaw("""{"Type":"network","Action":"connect","Actor":{"ID":"n"},"timeNano":1}""" + "\n\n");
        _daemon.EmitRaw("""{"Type":"container","Action":"start","Actor":{"ID":"c"},"timeNano":2}""" + "\n");
        Assert.That((await events.NextAsync(cancellation))!.ContainerId, Is.EqualTo("c"));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_stream_cut_in_the_middle_of_an_event_is_an_error(CancellationToken cancellation)
    {
        using var events = await OpenAsync(cancellation);
        _daemon.EmitRaw("""{"Type":"container","Act""");
        _daemon.CutEvents();
        var cut = await Assert.ThrowsAsync<DockerException>(async () => await events.NextAsync(cancellation));
        Assert.That(cut!.Failure, Is.EqualTo(DockerFailure.Unreachable).Or.EqualTo(DockerFailure.Format));
    }

    [Test, CancelAfter(30_000)]
    public async Task A_line_that_is_no_JSON_is_shown(CancellationToken cancellation)
    {
        using var events = await OpenAsync(cancellation);
        _daemon.EmitRaw("bad gateway\n");
        var broken = await Assert.ThrowsAsync<DockerException>(async () => await events.NextAsync(cancellation));
        Assert.That(broken!.Message, Does.Contain("expected an event in JSON, got \"bad gateway\""));
    }

    private async Task<DockerEventReader> OpenAsync(CancellationToken cancellation)
    {
        var events = await _client.OpenEventsAsync(null, cancellation);
        Assert.That(_daemon.Listeners, Is.EqualTo(1));
        return events;
    }
}
