using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Exporters.Probes.Guard;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.Tls;

/// <summary>
/// A TLS handshake that always comes to its end, so that there is something to tell of a bad certificate too; whether to go on
/// with one is the caller's decision, before it sends a byte.
/// </summary>
internal static class TlsHandshake
{
    // What Go prints for "no verified chain": year 1.
    private const long NoChain = -62135596800;

    /// <summary>Starts TLS over a connection. The stream returned owns <paramref name="inner"/>.</summary>
    /// <param name="inner">The connection.</param>
    /// <param name="options">Certificates and versions.</param>
    /// <param name="serverName">Name to ask for and compare, or an address.</param>
    /// <param name="protocols">What ALPN offers; null for no ALPN.</param>
    /// <param name="cancel">The probe's end.</param>
    /// <exception cref="AuthenticationException">The sides do not agree on anything.</exception>
    /// <exception cref="IOException">The connection was cut.</exception>
    public static async Task<(SslStream Stream, TlsFacts Facts)> StartAsync(
        Stream inner, TlsOptions options, string serverName, List<SslApplicationProtocol>? protocols, CancellationToken cancel)
    {
        var (roots, client) = options.Material.Load();
        serverName = HostName.WithoutDot(serverName);
        var examiner = new CertificateExaminer(roots, serverName, TimeProvider.System.GetUtcNow());
        var stream = new ProbeTlsStream(inner);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = serverName,
                    ApplicationProtocols = protocols,
                    EnabledSslProtocols = options.Versions,
                    ClientCertificateContext = client,
                    AllowTlsResume = false,
                    CertificateChainPolicy = Policy(roots),
#pragma warning disable CA5359 // Examine lets every certificate pass; Require refuses the bad ones, after they were taken down.
                    RemoteCertificateValidationCallback = examiner.Examine,
#pragma warning restore CA5359
                },
                cancel);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }

        return (stream, new TlsFacts
        {
            Version = Version(stream.SslProtocol),
            Cipher = stream.NegotiatedCipherSuite.ToString(),
            EarliestExpiry = examiner.EarliestExpiry,
            LastChainExpiry = options.InsecureSkipVerify ? NoChain : examiner.LastChainExpiry,
            Leaf = examiner.Leaf,
            Fault = options.InsecureSkipVerify ? null : examiner.Fault,
            FaultText = options.InsecureSkipVerify ? "" : examiner.FaultText(),
        });
    }

    /// <summary>Throws for a certificate that was found wanting.</summary>
    public static void Require(TlsFacts facts)
    {
        if (facts.Fault is { } fault)
        {
            throw new ProbeException(fault, facts.FaultText);
        }
    }

    // No download of missing intermediates: a server that does not send them is broken for most clients, and the address would
    // come from the certificate.
    private static X509ChainPolicy Policy(X509Certificate2Collection? roots)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    private static string Version(SslProtocols protocol) => (int)protocol switch
    {
        192 => "TLS 1.0",
        768 => "TLS 1.1",
        (int)SslProtocols.Tls12 => "TLS 1.2",
        (int)SslProtocols.Tls13 => "TLS 1.3",
        _ => "unknown",
    };
}
