namespace Exporters.Probes.Guard;

/// <summary>Where one request of a probe goes.</summary>
/// <param name="Scheme">http, https, tcp, icmp, dns, unix, grpc, ws or wss.</param>
/// <param name="Host">Name or address, without brackets; empty for unix.</param>
/// <param name="Port">Port; 0 where there is none.</param>
/// <param name="Path">Path and query of a URL; the path of a Unix socket; otherwise empty.</param>
internal sealed record HopTarget(string Scheme, string Host, int Port, string Path)
{
    /// <summary>A URL as a hop.</summary>
    public static HopTarget Of(Uri url) => new(url.Scheme, Bare(url.IdnHost), url.Port, url.PathAndQuery);

    /// <inheritdoc/>
    public override string ToString() =>
        Host.Length == 0 ? Path : Port == 0 ? Host : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    private static string Bare(string host) => host.StartsWith('[') ? host[1..^1] : host;
}
