using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporters.Probes.Results;

namespace Exporters.Probes.Tls;

/// <summary>Takes down what the server presented, from within the handshake's validation callback, and lets everything pass.</summary>
/// <param name="roots">Trusted certificates; null for the system's authorities.</param>
/// <param name="serverName">The name that the certificate must be for, or an address.</param>
/// <param name="now">The time of the handshake.</param>
internal sealed class CertificateExaminer(X509Certificate2Collection? roots, string serverName, DateTimeOffset now)
{
    // What is looked at here, and not left to the system.
    private const X509ChainStatusFlags OwnChecks = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotValidForUsage;

    private DateTime _leafStart;
    private DateTime _leafEnd;
    private string _distrust = "";

    /// <summary>Earliest end of validity of what the server sent, in Unix seconds.</summary>
    public long? EarliestExpiry { get; private set; }

    /// <summary>Earliest end of validity in the chain, in Unix seconds.</summary>
    public long? LastChainExpiry { get; private set; }

    /// <summary>The server's own certificate.</summary>
    public LeafFacts? Leaf { get; private set; }

    /// <summary>What is wrong; validity is looked at before the name, the name before trust, as Go does it.</summary>
    public FailureReason? Fault { get; private set; }

    /// <summary>The callback.</summary>
    public bool Examine(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 leaf || chain is null)
        {
            Fault = FailureReason.TlsUntrusted;
            return true;
        }

        try
        {
            Leaf = LeafFacts.Of(leaf);
            Fault = Judge(leaf, chain);
        }
        catch (CryptographicException e)
        {
            _distrust = $"cannot be read: {e.Message}";
            Fault = FailureReason.TlsUntrusted;
        }

        return true;
    }

    /// <summary>The fault for a person.</summary>
    public string FaultText() => Fault switch
    {
        null => "",
        FailureReason.TlsExpired => string.Create(
            CultureInfo.InvariantCulture,
            $"a certificate is expired or not yet valid; the server's own, {Leaf?.Subject}, is valid from {_leafStart:yyyy-MM-dd HH:mm:ss}Z to {_leafEnd:yyyy-MM-dd HH:mm:ss}Z"),
        FailureReason.TlsNameMismatch => Leaf?.DnsNames is { Length: > 0 } names
            ? $"the certificate is not for {serverName} but for {names}"
            : $"the certificate is not for {serverName}: {Leaf?.Subject} has no DNS names among its subject alternative names, and the common name does not count",
        _ => Leaf is null ? "the server sent no certificate" : $"the certificate {Leaf.Subject}, issued by {Leaf.Issuer}, {_distrust}",
    };

    private FailureReason? Judge(X509Certificate2 leaf, X509Chain chain)
    {
        _leafStart = leaf.NotBefore.ToUniversalTime();
        _leafEnd = leaf.NotAfter.ToUniversalTime();
        EarliestExpiry = UnixSeconds(leaf);
        foreach (var sent in chain.ChainPolicy.ExtraStore)
        {
            EarliestExpiry = Math.Min(EarliestExpiry.Value, UnixSeconds(sent));
        }

        // A certificate that is trusted by itself ends the chain: an intermediate or the server's own may be, as in Go.
        X509ChainElement[] all = [.. chain.ChainElements];
        var trusted = Array.FindIndex(all, element => IsOwnRoot(element.Certificate));
        var used = trusted < 0 ? all : all[..(trusted + 1)];
        LastChainExpiry = used.Min(element => UnixSeconds(element.Certificate));
        _distrust = Distrust(used, trusted < 0 ? chain.ChainStatus : [.. used.SelectMany(element => element.ChainElementStatus)], trusted >= 0);
        return used.Any(element => element.Certificate.NotBefore > now.LocalDateTime || element.Certificate.NotAfter < now.LocalDateTime) ? FailureReason.TlsExpired
            : !CertificateNames.Match(leaf, serverName) ? FailureReason.TlsNameMismatch
            : _distrust.Length > 0 ? FailureReason.TlsUntrusted
            : null;
    }

    private bool IsOwnRoot(X509Certificate2 certificate) =>
        roots is not null && roots.Any(root => root.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));

    /// <summary>Why the chain is not to be trusted; empty when it is.</summary>
    private static string Distrust(X509ChainElement[] chain, X509ChainStatus[] found, bool endsInOwnRoot)
    {
        for (var i = 0; i < chain.Length; i++)
        {
            var certificate = chain[i].Certificate;
            if (i < chain.Length - 1 && CertificateSignatures.WeakHash(certificate) is { } hash)
            {
                return $"cannot be trusted: {DistinguishedNames.Format(certificate.SubjectName)} is signed over {hash}, which can be forged";
            }

            if (!CertificateUses.Allow(certificate, isAuthority: i > 0))
            {
                return $"cannot be trusted: {DistinguishedNames.Format(certificate.SubjectName)} may not be used for {(i == 0 ? "a TLS server" : "an authority of TLS servers")}";
            }
        }

        var statuses = X509ChainStatusFlags.NoError;
        foreach (var status in found)
        {
            statuses |= status.Status & ~OwnChecks;
        }

        statuses &= endsInOwnRoot ? ~(X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot) : ~X509ChainStatusFlags.NoError;
        return statuses == X509ChainStatusFlags.NoError ? ""
            : $"leads to no trusted authority ({statuses}): self-signed, unknown authority, or an intermediate is missing";
    }

    private static long UnixSeconds(X509Certificate2 certificate) =>
        new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeSeconds();
}
