namespace Exporters.Docker.Tests;

internal sealed class DockerEndpointTests
{
    [TestCase("unix:///run/podman/podman.sock", "/run/podman/podman.sock")]
    [TestCase("/run/docker.sock", "/run/docker.sock")]
    public void A_unix_socket_is_a_path(string text, string path)
    {
        Assert.That(DockerEndpoint.TryParse(text, null, out var endpoint, out _), Is.True);
        Assert.That(endpoint.SocketPath, Is.EqualTo(path));
    }

    [TestCase("tcp://db1", null, "db1", 2375, false)]
    [TestCase("tcp://db1:4000", null, "db1", 4000, false)]
    [TestCase("tcp://db1", "/certs", "db1", 2376, true)]
    [TestCase("https://db1", null, "db1", 2376, true)]
    [TestCase("https://db1:443", null, "db1", 443, true)]
    [TestCase("http://[::1]:2375/", null, "::1", 2375, false)]
    public void Tcp_has_a_host_a_port_and_perhaps_TLS(string text, string? certificates, string host, int port, bool tls)
    {
        Assert.That(DockerEndpoint.TryParse(text, certificates, out var endpoint, out var error), Is.True, error);
        Assert.That((endpoint.Host, endpoint.Port, endpoint.Tls, endpoint.SocketPath), Is.EqualTo((host, port, tls, (string?)null)));
    }

    [TestCase("ssh://me@db1")]
    [TestCase("npipe:////./pipe/docker_engine")]
    [TestCase("docker")]
    [TestCase("")]
    public void What_cannot_be_spoken_to_says_what_can(string text)
    {
        Assert.That(DockerEndpoint.TryParse(text, null, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo($"must be unix:///path/to/docker.sock, tcp://host:port or https://host:port, got \"{text}\""));
    }

    [Test]
    public void The_configuration_beats_DOCKER_HOST_which_beats_the_default()
    {
        var environment = new Dictionary<string, string> { ["DOCKER_HOST"] = "tcp://db1:2375" };
        Assert.That(Resolve("unix:///x.sock", environment).Text, Is.EqualTo("unix:///x.sock"));
        Assert.That(Resolve(null, environment).Text, Is.EqualTo("tcp://db1:2375"));
        Assert.That(Resolve(null, []).SocketPath, Is.EqualTo("/var/run/docker.sock"));
    }

    [Test]
    public void DOCKER_TLS_VERIFY_brings_TLS_with_the_certificates_of_DOCKER_CERT_PATH()
    {
        var environment = new Dictionary<string, string>
        {
            ["DOCKER_HOST"] = "tcp://db1", ["DOCKER_TLS_VERIFY"] = "1", ["DOCKER_CERT_PATH"] = "/certs",
        };
        var endpoint = Resolve(null, environment);
        Assert.That((endpoint.Tls, endpoint.Port, endpoint.CertificateDirectory), Is.EqualTo((true, 2376, "/certs")));
    }

    private static DockerEndpoint Resolve(string? configured, Dictionary<string, string> environment)
    {
        Assert.That(DockerEndpoint.TryResolve(configured, null, environment.GetValueOrDefault, out var endpoint, out var error), Is.True, error);
        return endpoint;
    }
}
