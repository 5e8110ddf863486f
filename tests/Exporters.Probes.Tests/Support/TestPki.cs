using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporters.Probes.Modules;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Tests.Support;

/// <summary>An authority of our own, with one authority below it, made when first needed.</summary>
internal static class TestPki
{
    private static readonly X509Certificate2 Root = Authority("CN=Test Root,O=Tests", null);
    private static readonly X509Certificate2 Intermediate = Authority("CN=Test Intermediate,O=Tests", Root);

    /// <summary>Trust in the root.</summary>
    public static TlsOptions Trusted { get; } = new() { Ca = new PemSource(Root.ExportCertificatePem(), IsFile: false) };

    /// <summary>The root as PEM.</summary>
    public static string RootPem => Root.ExportCertificatePem();

    /// <summary>The intermediate as PEM.</summary>
    public static string IntermediatePem => Intermediate.ExportCertificatePem();

    /// <summary>The intermediate as PKCS 12.</summary>
    public static byte[] IntermediatePfx => X509CertificateLoader.LoadCertificate(Intermediate.RawData).Export(X509ContentType.Pkcs12);

    /// <summary>A server's certificate below the intermediate.</summary>
    public static SslStreamCertificateContext Server(
        string name = "localhost", int startDays = -1, int endDays = 30, bool sendIntermediate = true)
    {
        var leaf = Leaf(name, startDays, endDays);
        var sent = new X509Certificate2Collection();
        if (sendIntermediate)
        {
            sent.Add(Intermediate);
        }

        return SslStreamCertificateContext.Create(leaf, sent, offline: true);
    }

    /// <summary>A certificate below the intermediate.</summary>
    public static X509Certificate2 Leaf(string name, int startDays = -1, int endDays = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request($"CN={name},O=Tests", key, isAuthority: false, name);
        using var certificate = request.Create(
            Intermediate, DateTimeOffset.UtcNow.AddDays(startDays), DateTimeOffset.UtcNow.AddDays(endDays), [0x00, 0x8f, 1, 2, 3]);
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A certificate below the intermediate with these alternative names and no others.</summary>
    public static SslStreamCertificateContext Named(
        string commonName, Action<SubjectAlternativeNameBuilder>? add, int endDays = 30, string? use = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        if (add is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            add(names);
            request.CertificateExtensions.Add(names.Build());
        }

        if (use is not null)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], critical: false));
        }

        using var certificate = request.Create(Intermediate, DateTimeOffset.UtcNow.AddDays(-20), DateTimeOffset.UtcNow.AddDays(endDays), [9]);
        return SslStreamCertificateContext.Create(certificate.CopyWithPrivateKey(key), [Intermediate], offline: true);
    }

    /// <summary>A certificate that vouches for itself.</summary>
    public static SslStreamCertificateContext SelfSigned(string name = "localhost")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = Request($"CN={name}", key, isAuthority: false, name)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return SslStreamCertificateContext.Create(certificate, null, offline: true);
    }

    private static X509Certificate2 Authority(string subject, X509Certificate2? issuer)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Request(subject, key, isAuthority: true, null);
        // The lower one within the upper one's time, even when the clock ticks between the two.
        var days = issuer is null ? 1000 : 900;
        var (start, end) = (DateTimeOffset.UtcNow.AddDays(-days), DateTimeOffset.UtcNow.AddDays(days));
        return issuer is null ? request.CreateSelfSigned(start, end) : request.Create(issuer, start, end, [7]).CopyWithPrivateKey(key);
    }

    private static CertificateRequest Request(string subject, ECDsa key, bool isAuthority, string? name)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (name is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            if (name == "localhost")
            {
                names.AddIpAddress(IPAddress.Loopback);
                names.AddIpAddress(IPAddress.IPv6Loopback);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        return request;
    }
}
