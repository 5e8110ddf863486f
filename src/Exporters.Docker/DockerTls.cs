using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exporters.Docker;

/// <summary>TLS as the docker command does it: <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c> in one directory, each optional.</summary>
internal static class DockerTls
{
    /// <exception cref="DockerException">A file is there and cannot be used.</exception>
    public static SslClientAuthenticationOptions Options(DockerEndpoint endpoint)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = endpoint.Host };
        if (endpoint.CertificateDirectory is not { } directory)
        {
            return options;
        }

        var (ca, certificate, key) = (Path.Join(directory, "ca.pem"), Path.Join(directory, "cert.pem"), Path.Join(directory, "key.pem"));
        if (!File.Exists(ca) && !File.Exists(certificate))
        {
            throw new DockerException(DockerFailure.Denied, $"{endpoint}: there is neither ca.pem nor cert.pem in {directory}");
        }

        try
        {
            if (File.Exists(ca))
            {
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPemFile(ca);
                options.CertificateChainPolicy = policy;
            }

            if (File.Exists(certificate))
            {
                options.ClientCertificates = [X509Certificate2.CreateFromPemFile(certificate, key)];
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new DockerException(DockerFailure.Denied, $"{endpoint}: cannot use the certificates in {directory}: {e.Message}", e);
        }

        return options;
    }
}
