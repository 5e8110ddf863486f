using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exporters.Logs.Otlp;

/// <summary>The connection to the receiver: its proxy from the environment (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c> …), its TLS from the configuration.</summary>
internal static class Wire
{
    /// <summary>Makes the handler.</summary>
    /// <exception cref="TlsFileException">A certificate or key file cannot be used.</exception>
    public static SocketsHttpHandler Open(OtlpConfig config)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ConnectTimeout = config.Timeout,
            EnableMultipleHttp2Connections = false,
            MaxConnectionsPerServer = 2,

            // A receiver behind a balancer: names are resolved anew now and then.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            UseCookies = false,
            ActivityHeadersPropagator = null,
        };
        if (config.Grpc && ProxyTunnel.For(config.Endpoint) is { } tunnel)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = tunnel.ConnectAsync;
        }

        if (config.CaFile is { } authority)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            Use("ca_file", authority, "a file of PEM certificates", () =>
            {
                policy.CustomTrustStore.ImportFromPemFile(authority);
                if (policy.CustomTrustStore.Count == 0)
                {
                    throw new CryptographicException("there is none in it.");
                }
            });
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        if (config.CertFile is { } certificate)
        {
            Use(
                "cert_file",
                certificate,
                config.KeyFile is { } key ? $"a PEM certificate whose key is in {key}, not encrypted" : "a PEM certificate and its key, not encrypted",
                () => handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, config.KeyFile)]);
            handler.SslOptions.LocalCertificateSelectionCallback = static (_, _, certificates, _, _) => certificates[0];
        }

        return handler;
    }

    private static void Use(string key, string path, string mustBe, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new TlsFileException($"logs.otlp.tls.{key}: {path}: must be {mustBe}: {e.Message}", e);
        }
    }
}
