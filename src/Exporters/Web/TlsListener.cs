using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Exporters.Web;

/// <summary>Speaks TLS on a listener, with the certificates that the configuration has at each handshake.</summary>
internal static class TlsListener
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Adds TLS where the configuration has it.</summary>
    public static void Use(ListenOptions listener, LiveWebConfig live)
    {
        var config = live.Current.Config;
        listener.Protocols = config.Tls is not null && config.Http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (config.Tls is null)
        {
            return;
        }

        listener.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = HandshakeTimeout,
            OnConnection = _ => ValueTask.FromResult(Options(live.Current)),
        });
    }

    private static SslServerAuthenticationOptions Options(WebState state)
    {
        var (config, material) = (state.Config.Tls!, state.Material!);
        return new SslServerAuthenticationOptions
        {
            ApplicationProtocols = state.Config.Http2 ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http11],
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CipherSuitesPolicy = CipherSuites.Policy(config.CipherSuites),
            ClientCertificateRequired = config.ClientAuth != ClientAuth.NoClientCert,
            EnabledSslProtocols = config.Protocols,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => ClientCertificates.IsAccepted(config, material, certificate, chain),
            ServerCertificateContext = material.Server,
        };
    }
}
