using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Exporters.Probes.Tls;

/// <summary>
/// TLS over a connection that it owns. Gives the server's certificate back with the connection: the runtime leaves that to a
/// finalizer, and kilobytes of native memory for each probe pile up until the next full collection, which may be hours away.
/// </summary>
internal sealed class ProbeTlsStream(Stream inner) : SslStream(inner, leaveInnerStreamOpen: false)
{
    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        var certificate = Certificate();
        await base.DisposeAsync();
        certificate?.Dispose();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        var certificate = disposing ? Certificate() : null;
        base.Dispose(disposing);
        certificate?.Dispose();
    }

    // Before the handshake came to its end, and once closed, asking for it is an error.
    private X509Certificate? Certificate() => IsAuthenticated ? RemoteCertificate : null;
}
