using System.Security.Cryptography.X509Certificates;

namespace Exporters.Logs.Otlp;

/// <summary>The connection to the receiver: its proxy from the environment (<c>HTTPS_PROXY</c>, <c>NO_PROXY</c> …), its TLS from the configuration.</summary>
internal static class Wire
{
    /// <summary>Makes the handler.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate or key file does not read as one.</exception>
    /// <exception cref="IOException">A certificate or key file cannot be read.</exception>
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
            policy.CustomTrustStore.ImportFromPemFile(authority);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        if (config.CertFile is { } certificate)
        {
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, config.KeyFile)];
            handler.SslOptions.LocalCertificateSelectionCallback = static (_, _, certificates, _, _) => certificates[0];
        }

        return handler;
    }
}
