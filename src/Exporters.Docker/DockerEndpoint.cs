namespace Exporters.Docker;

/// <summary>Where a Docker Engine API answers: a unix socket, or a TCP port with or without TLS.</summary>
public sealed record DockerEndpoint
{
    /// <summary>Docker's own socket.</summary>
    public const string DefaultText = "unix:///var/run/docker.sock";

    private const int PlainPort = 2375;
    private const int TlsPort = 2376;

    private DockerEndpoint(string text) => Text = text;

    /// <summary>As it was given, for messages.</summary>
    public string Text { get; }

    /// <summary>The path of the unix socket; null for TCP.</summary>
    public string? SocketPath { get; private init; }

    /// <summary>Host name or address; <c>docker</c> for a unix socket, where it means nothing.</summary>
    public string Host { get; private init; } = "docker";

    /// <summary>TCP port; 0 for a unix socket.</summary>
    public int Port { get; private init; }

    /// <summary>Whether TLS is spoken.</summary>
    public bool Tls { get; private init; }

    /// <summary>
    /// The directory with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> as the docker command has it (<c>DOCKER_CERT_PATH</c>);
    /// null for the machine's own authorities and no client certificate.
    /// </summary>
    public string? CertificateDirectory { get; private init; }

    /// <summary>Why this is no endpoint; null where it is one.</summary>
    public string? Error { get; private init; }

    /// <summary>Equal for texts that mean the same daemon, reached in the same way.</summary>
    internal string Identity => Error is not null ? Text : SocketPath ?? $"{Host}:{Port} {Tls} {CertificateDirectory}";

    // TLS is below HTTP here: see DockerConnection.
    internal Uri BaseAddress => new(SocketPath is not null || Error is not null ? "http://docker/" : $"http://{HostInUri}:{Port}/");

    private string HostInUri => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>Reads <c>unix:///path</c>, a plain path, <c>tcp://host[:port]</c>, <c>http://</c> or <c>https://host[:port]</c>.</summary>
    /// <param name="text">The endpoint.</param>
    /// <param name="certificateDirectory">With <c>tcp://</c> a directory here means TLS.</param>
    /// <param name="endpoint">The result.</param>
    /// <param name="error">What is wrong and what would be right.</param>
    public static bool TryParse(string text, string? certificateDirectory, out DockerEndpoint endpoint, out string error)
    {
        endpoint = new DockerEndpoint(text);
        error = "";
        var path = text.StartsWith("unix://", StringComparison.Ordinal) ? text["unix://".Length..] : text;
        if (path.StartsWith('/'))
        {
            endpoint = new DockerEndpoint(text) { SocketPath = path };
            return true;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("tcp" or "http" or "https") || uri.Host.Length == 0)
        {
            error = $"must be unix:///path/to/docker.sock, tcp://host:port or https://host:port, got \"{text}\"";
            return false;
        }

        if (uri.AbsolutePath is not ("" or "/"))
        {
            error = $"must have no path after the port, got \"{text}\"";
            return false;
        }

        var tls = uri.Scheme == "https" || (uri.Scheme == "tcp" && certificateDirectory is not null);
        endpoint = new DockerEndpoint(text)
        {
            Host = uri.Host.Trim('[', ']'),
            Port = HasPort(text, uri) ? uri.Port : tls ? TlsPort : PlainPort,
            Tls = tls,
            CertificateDirectory = certificateDirectory,
        };
        return true;
    }

    /// <summary>
    /// The endpoint as the docker command would choose it: <paramref name="configured"/>, else <c>DOCKER_HOST</c>, else Docker's own
    /// socket; certificates from <paramref name="certificateDirectory"/>, else <c>DOCKER_CERT_PATH</c>, else <c>~/.docker</c> where
    /// <c>DOCKER_TLS_VERIFY</c> is set.
    /// </summary>
    public static bool TryResolve(
        string? configured, string? certificateDirectory, Func<string, string?> environment, out DockerEndpoint endpoint, out string error)
    {
        var fromEnvironment = environment("DOCKER_HOST");
        var text = configured ?? (string.IsNullOrEmpty(fromEnvironment) ? DefaultText : fromEnvironment);
        certificateDirectory ??= environment("DOCKER_TLS_VERIFY") is { Length: > 0 }
            ? environment("DOCKER_CERT_PATH") is { Length: > 0 } directory ? directory : Path.Join(environment("HOME"), ".docker")
            : null;
        if (TryParse(text, certificateDirectory, out endpoint, out error))
        {
            return true;
        }

        error = configured is null ? $"DOCKER_HOST {error}" : error;
        return false;
    }

    /// <summary>As <see cref="TryResolve"/>; what is no endpoint becomes one that fails at every call and says why (<see cref="Error"/>).</summary>
    public static DockerEndpoint Resolve(string? configured, string? certificateDirectory, Func<string, string?> environment) =>
        TryResolve(configured, certificateDirectory, environment, out var endpoint, out var error) ? endpoint : endpoint with { Error = error };

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool HasPort(string text, Uri uri) =>
        uri.Port > 0 && text.AsSpan().TrimEnd('/').EndsWith($":{uri.Port}", StringComparison.Ordinal);
}
