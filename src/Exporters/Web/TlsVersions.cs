using System.Security.Authentication;
using Exporters.Configuration;

namespace Exporters.Web;

/// <summary><c>min_version</c> and <c>max_version</c>: TLS10 to TLS13. Below 1.2 OpenSSL offers none: a lower minimum means 1.2.</summary>
internal static class TlsVersions
{
    private static readonly string[] Names = ["TLS10", "TLS11", "TLS12", "TLS13"];

    /// <summary>The versions between both; problems are noted at their nodes.</summary>
    public static SslProtocols Read(ConfigNode? min, ConfigNode? max)
    {
        var least = Index(min, 2);
        var most = Index(max, 3);
        if (most < 2)
        {
            max!.Problem($"must be TLS12 or TLS13: no older version is offered here, got \"{Names[most]}\"");
        }
        else if (least > most)
        {
            min!.Problem($"must not be above max_version {Names[most]}, got \"{Names[least]}\"");
        }

        return (least <= 2 ? SslProtocols.Tls12 : SslProtocols.None) | (most == 3 ? SslProtocols.Tls13 : SslProtocols.None);
    }

    private static int Index(ConfigNode? node, int otherwise) => node?.OneOf(Names) is { } name ? Array.IndexOf(Names, name) : otherwise;
}
