using Docker.DotNet;
using Docker.DotNet.Models;
using Exporters.Docker.Answers;
using Exporters.Testing.FakeDocker;
using Package = Docker.DotNet.DockerClient;

namespace Exporters.Docker.Tests;

/// <summary>Recorded answers of real daemons, read by our client and by Docker.DotNet, which knows nothing of ours.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PackageAgreementTests : IAsyncDisposable
{
    private readonly FakeDockerDaemon _daemon = new();
    private readonly DockerClient _ours;
    private readonly Package _package;

    public PackageAgreementTests()
    {
        _ours = new DockerClient(DockerEndpoint.Resolve(_daemon.Endpoint, null, _ => null));
        _package = new DockerClientBuilder().WithEndpoint(new Uri(_daemon.Endpoint)).WithApiVersion(new System.Version(1, 41)).Build();
    }

    public async ValueTask DisposeAsync()
    {
        _ours.Dispose();
        _package.Dispose();
        await _daemon.DisposeAsync();
    }

    [TestCase("docker-20.10")]
    [TestCase("docker-26.1")]
    [TestCase("docker-29")]
    [TestCase("podman-4.3")]
    [CancelAfter(30_000)]
    public async Task Lists_are_read_alike(string version, CancellationToken cancellation)
    {
        _daemon.Answer("/containers/json", new FakeAnswer(200, Recorded(version, "list.json")));
        var ours = await _ours.ListAsync(sizes: false, cancellation);
        var theirs = await _package.Containers.ListContainersAsync(new ContainersListParameters { All = true }, cancellation);
        Assert.That(ours.Select(Text), Is.EqualTo(theirs.Select(Text)));
    }

    [TestCase("docker-20.10", "inspect-exit42.json")]
    [TestCase("docker-20.10", "inspect-label.json")]
    [TestCase("docker-20.10", "inspect-oom.json")]
    [TestCase("docker-20.10", "inspect-unhealthy.json")]
    [TestCase("docker-26.1", "inspect.json")]
    [TestCase("docker-29", "inspect.json")]
    [TestCase("podman-4.3", "inspect.json")]
    [TestCase("podman-4.3", "inspect-loop.json")]
    [CancelAfter(30_000)]
    public async Task Containers_are_read_alike(string version, string file, CancellationToken cancellation)
    {
        _daemon.Answer("/containers/c/json", new FakeAnswer(200, Recorded(version, file)));
        Assert.That(Text((await _ours.InspectAsync("c", cancellation))!), Is.EqualTo(Text(await _package.Containers.InspectContainerAsync("c", cancellation))));
    }

    [TestCase("docker-20.10")]
    [TestCase("podman-4.3")]
    [CancelAfter(30_000)]
    public async Task Events_are_read_alike(string version, CancellationToken cancellation)
    {
        _daemon.Answer("/events", new FakeAnswer(200, Recorded(version, "events.jsonl")));
        var ours = new List<string>();
        using var events = await _ours.OpenEventsAsync(null, cancellation);
        while (await events.NextAsync(cancellation) is { } happened)
        {
            ours.Add(Text(happened.ContainerId, happened.Action, happened.TimeNanoseconds, Sorted(happened.Attributes)));
        }

        var theirs = new Messages();
        await _package.System.MonitorEventsAsync(new ContainerEventsParameters(), theirs, cancellation);
        Assert.That(ours, Is.EqualTo(theirs.Lines));
    }

    private static string Text(ContainerSummary container) => Text(
        container.Id, string.Join(' ', container.Names ?? []), container.Image, container.State, container.Status, container.SizeRw, Sorted(container.Labels));

    private static string Text(ContainerListResponse container) => Text(
        container.ID, string.Join(' ', container.Names ?? []), container.Image, container.State, container.Status, container.SizeRw, Sorted(container.Labels));

    private static string Text(ContainerDetails container) => Text(
        container.Id,
        container.Name,
        container.Image,
        Whole(container.CreatedAt),
        container.RestartCount,
        container.LogPath,
        container.State!.Status,
        container.State.Pid,
        container.State.ExitCode,
        container.State.OOMKilled,
        container.State.StartedAt,
        container.State.FinishedAt,
        container.State.Health?.Status,
        container.HostConfig!.NetworkMode,
        container.HostConfig.CgroupParent,
        Policy(container.HostConfig.RestartPolicy!.Name),
        container.HostConfig.LogConfig!.Type,
        container.Config!.Image,
        container.Config.Tty,
        Sorted(container.Config.Labels),
        string.Join('\n', container.Config.Env ?? []));

    private static string Text(ContainerInspectResponse container) => Text(
        container.ID,
        container.Name,
        container.Image,
        Whole(new DateTimeOffset(container.Created)),
        container.RestartCount,
        container.LogPath,
        container.State!.Status,
        container.State.Pid,
        container.State.ExitCode,
        container.State.OOMKilled,
        container.State.StartedAt,
        container.State.FinishedAt,
        container.State.Health?.Status,
        container.HostConfig!.NetworkMode,
        container.HostConfig.CgroupParent,
        container.HostConfig.RestartPolicy.Name,
        container.HostConfig.LogConfig.Type,
        container.Config!.Image,
        container.Config.Tty,
        Sorted(container.Config.Labels),
        string.Join('\n', container.Config.Env ?? []));

    private static string Text(params object?[] values) => string.Join('|', values);

    private static string Sorted(IEnumerable<KeyValuePair<string, string>>? pairs) =>
        string.Join(',', (pairs ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>In seconds: the package cuts off what is smaller than a tick, the framework rounds it.</summary>
    private static long? Whole(DateTimeOffset? time) => time?.ToUnixTimeSeconds();

    private static RestartPolicyKind Policy(string? name) => name switch
    {
        "no" => RestartPolicyKind.No,
        "always" => RestartPolicyKind.Always,
        "on-failure" => RestartPolicyKind.OnFailure,
        "unless-stopped" => RestartPolicyKind.UnlessStopped,
        _ => RestartPolicyKind.Undefined,
    };

    private static byte[] Recorded(string version, string file) =>
        File.ReadAllBytes(Path.Join(TestContext.CurrentContext.TestDirectory, "Fixtures", version, file));

    /// <summary>The events that ours passes on, with Docker's words for Podman's.</summary>
    private sealed class Messages : IProgress<Message>
    {
        public List<string> Lines { get; } = [];

        public void Report(Message value)
        {
            if (value.Type == "container")
            {
                var action = value.Action switch { "died" => "die", "remove" => "destroy", var other => other };
                Lines.Add(Text(value.Actor.ID, action, value.TimeNano, Sorted(value.Actor.Attributes)));
            }
        }
    }
}
