using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exporters.Testing.FakeDocker;

/// <summary>An authority of its own that signs a daemon's and a client's certificate.</summary>
public sealed class FakeAuthority : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(1);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public FakeAuthority()
    {
        var request = new CertificateRequest("CN=fake authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow - Validity, DateTimeOffset.UtcNow + Validity);
    }

    /// <summary>How a daemon at localhost listens that lets in only those whom this authority has signed.</summary>
    public SslServerAuthenticationOptions Server()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign("CN=localhost", key);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_root);
        return new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate.CopyWithPrivateKey(key),
            ClientCertificateRequired = true,
            CertificateChainPolicy = policy,
        };
    }

    /// <summary>Writes <c>ca.pem</c>, and on demand <c>cert.pem</c> and <c>key.pem</c>, as the docker command wants them.</summary>
    public void WriteClient(string directory, bool withCertificate = true)
    {
        File.WriteAllText(Path.Join(directory, "ca.pem"), _root.ExportCertificatePem());
        if (withCertificate)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var certificate = Sign("CN=client", key);
            File.WriteAllText(Path.Join(directory, "cert.pem"), certificate.ExportCertificatePem());
            File.WriteAllText(Path.Join(directory, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        }
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    private X509Certificate2 Sign(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.Create(_root, DateTimeOffset.UtcNow - (Validity / 2), DateTimeOffset.UtcNow + (Validity / 2), RandomNumberGenerator.GetBytes(8));
    }
}
