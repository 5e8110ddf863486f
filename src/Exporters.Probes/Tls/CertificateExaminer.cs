using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Exporters.Probes.Results;

namespace Exporters.Probes.Tls;

/// <summary>Takes down what the server presented, from within the handshake's validation callback, and lets everything pass.</summary>
internal sealed class CertificateExaminer(X509Certificate2Collection? roots)
{
    private DateTime _leafStart;
    private DateTime _leafEnd;
    private string _statuses = "";

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

        Leaf = LeafFacts.Of(leaf);
        _leafStart = leaf.NotBefore.ToUniversalTime();
        _leafEnd = leaf.NotAfter.ToUniversalTime();
        EarliestExpiry = UnixSeconds(leaf);
        foreach (var sent in chain.ChainPolicy.ExtraStore)
        {
            EarliestExpiry = Math.Min(EarliestExpiry.Value, UnixSeconds(sent));
        }

        var trusted = !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors);
        var expired = false;
        foreach (var element in chain.ChainElements)
        {
            LastChainExpiry = Math.Min(LastChainExpiry ?? long.MaxValue, UnixSeconds(element.Certificate));
        }

        if (!trusted)
        {
            var other = X509ChainStatusFlags.NoError;
            foreach (var status in chain.ChainStatus)
            {
                expired |= status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid);
                other |= status.Status & ~X509ChainStatusFlags.NotTimeValid;
            }

            _statuses = other.ToString();
            trusted = other == X509ChainStatusFlags.NoError || (other == X509ChainStatusFlags.PartialChain && EndsInOwnRoot(chain));
        }

        Fault = expired ? FailureReason.TlsExpired
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? FailureReason.TlsNameMismatch
            : trusted ? null
            : FailureReason.TlsUntrusted;
        return true;
    }

    /// <summary>The fault for a person.</summary>
    public string FaultText(string serverName) => Fault switch
    {
        null => "",
        FailureReason.TlsExpired => string.Create(
            CultureInfo.InvariantCulture,
            $"a certificate is expired or not yet valid; the server's own, {Leaf?.Subject}, is valid from {_leafStart:yyyy-MM-dd HH:mm:ss}Z to {_leafEnd:yyyy-MM-dd HH:mm:ss}Z"),
        FailureReason.TlsNameMismatch => $"the certificate is not for {serverName} but for {(Leaf?.DnsNames is { Length: > 0 } names ? names : Leaf?.Subject)}",
        _ => Leaf is null
            ? "the server sent no certificate"
            : $"the certificate {Leaf.Subject}, issued by {Leaf.Issuer}, leads to no trusted authority ({_statuses}): self-signed, unknown authority, or an intermediate is missing",
    };

    /// <summary>An intermediate given as ca_file is an anchor too, as in Go.</summary>
    private bool EndsInOwnRoot(X509Chain chain) =>
        roots is not null && chain.ChainElements.Count > 0
        && roots.Any(root => root.RawDataMemory.Span.SequenceEqual(chain.ChainElements[^1].Certificate.RawDataMemory.Span));

    private static long UnixSeconds(X509Certificate2 certificate) =>
        new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero).ToUnixTimeSeconds();
}
