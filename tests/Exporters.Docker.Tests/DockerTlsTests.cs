using Exporters.Testing.FakeDocker;

namespace Exporters.Docker.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class DockerTlsTests : IAsyncDisposable
{
    private readonly FakeAuthority _authority = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("docker-tls-");
    private readonly FakeDockerDaemon _daemon;

    public DockerTlsTests()
    {
        _daemon = new FakeDockerDaemon(_authority.Server());
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        _directory.Delete(recursive: true);
        _authority.Dispose();
    }

    [Test, CancelAfter(60_000)]
    public async Task A_daemon_is_spoken_to_with_the_certificate_that_it_asks_for(CancellationToken cancellation)
    {
        _authority.WriteClient(_directory.FullName);
        _daemon.Add(new FakeContainer { Id = "c", Name = "web" });
        using var client = Client();
        Assert.That(await client.ListAsync(sizes: false, cancellation), Has.Count.EqualTo(1));
        using var events = await client.OpenEventsAsync(null, cancellation);
        Assert.That(client.Endpoint.Tls, Is.True);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_certificate_that_is_put_right_is_taken_without_a_restart(CancellationToken cancellation)
    {
        using var stranger = new FakeAuthority();
        stranger.WriteClient(_directory.FullName);
        using var client = Client();
        var distrusted = await Assert.ThrowsAsync<DockerException>(() => client.ConnectAsync(cancellation));
        Assert.That(distrusted!.Failure, Is.EqualTo(DockerFailure.Denied));
        Assert.That(distrusted.Message, Does.StartWith($"{_daemon.Endpoint}: TLS: "));

        _authority.WriteClient(_directory.FullName);
        await client.ConnectAsync(cancellation);
    }

    [Test, CancelAfter(60_000)]
    public async Task A_daemon_that_wants_a_certificate_and_gets_none_denies(CancellationToken cancellation)
    {
        _authority.WriteClient(_directory.FullName, withCertificate: false);
        using var client = Client();
        var denied = await Assert.ThrowsAsync<DockerException>(() => client.ConnectAsync(cancellation));
        Assert.That(denied!.Failure, Is.EqualTo(DockerFailure.Denied), denied.Message);
    }

    [Test, CancelAfter(60_000)]
    public void A_certificate_that_cannot_be_read_is_named(CancellationToken cancellation)
    {
        File.WriteAllText(Path.Join(_directory.FullName, "cert.pem"), "nonsense");
        using var client = Client();
        Assert.That(
            () => client.ConnectAsync(cancellation),
            Throws.TypeOf<DockerException>().With.Message.Contains(_directory.FullName).And.Property("Failure").EqualTo(DockerFailure.Denied));
    }

    [Test, CancelAfter(60_000)]
    public void A_directory_without_certificates_is_named(CancellationToken cancellation)
    {
        using var client = Client();
        Assert.That(
            () => client.ConnectAsync(cancellation),
            Throws.TypeOf<DockerException>().With.Message.EqualTo($"{_daemon.Endpoint}: there is neither ca.pem nor cert.pem in {_directory.FullName}"));
    }

    private DockerClient Client() =>
        DockerEndpoint.TryParse(_daemon.Endpoint, _directory.FullName, out var endpoint, out var error)
            ? new DockerClient(endpoint)
            : throw new InvalidOperationException(error);
}
