using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exporters.Web;

/// <summary>Whether a client's certificate, or its absence, is accepted.</summary>
internal static class ClientCertificates
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    /// <summary>Decides as <see cref="TlsServerConfig.ClientAuth"/> says.</summary>
    public static bool IsAccepted(TlsServerConfig config, TlsMaterial material, X509Certificate? shown, X509Chain? sent) => config.ClientAuth switch
    {
        ClientAuth.NoClientCert or ClientAuth.RequestClientCert => true,
        ClientAuth.RequireAnyClientCert => shown is not null,
        ClientAuth.VerifyClientCertIfGiven => shown is null || IsVerified(config, material, shown, sent),
        _ => shown is not null && IsVerified(config, material, shown, sent),
    };

    private static bool IsVerified(TlsServerConfig config, TlsMaterial material, X509Certificate shown, X509Chain? sent)
    {
        if (shown is not X509Certificate2 certificate)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        if (material.ClientAuthorities is { } authorities)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (sent is not null)
        {
            foreach (var element in sent.ChainElements)
            {
                chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            }
        }

        return chain.Build(certificate)
            && (config.ClientAllowedSans.Count == 0 || SubjectNames.Of(certificate).Any(name => config.ClientAllowedSans.Contains(name, StringComparer.Ordinal)));
    }
}
