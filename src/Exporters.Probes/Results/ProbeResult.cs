using System.Net;
using Exporters.Probes.Tls;

namespace Exporters.Probes.Results;

/// <summary>
/// What one probe found. Its prober fills it; once published nobody writes to it any more. Null means that it did not come to
/// that, and then the family is absent.
/// </summary>
internal sealed class ProbeResult
{
    /// <summary>Whether everything asked for was so.</summary>
    public bool Success { get; set; }

    /// <summary>Why not; null on success.</summary>
    public FailureReason? Failure { get; set; }

    /// <summary>One sentence for a person; empty on success.</summary>
    public string Detail { get; set; } = "";

    /// <summary>When it ended, as a timestamp of the time provider.</summary>
    public long EndedAt { get; set; }

    /// <summary>Seconds from start to end.</summary>
    public double Seconds { get; set; }

    /// <summary>Seconds that it might have taken.</summary>
    public double TimeoutSeconds { get; set; }

    /// <summary>Seconds to resolve the target's name.</summary>
    public double? LookupSeconds { get; set; }

    /// <summary>The address chosen; null when resolution failed.</summary>
    public IPAddress? Address { get; set; }

    /// <summary>Whether an address was asked for at all, so that its families exist.</summary>
    public bool HasAddressFamilies { get; set; }

    /// <summary>Whether the prober checks with regular expressions, so that the family exists.</summary>
    public bool HasRegexCheck { get; set; }

    /// <summary>Whether a regular expression decided.</summary>
    public bool FailedByRegex { get; set; }

    /// <summary>Whether a CEL expression decided; null where the module has none.</summary>
    public bool? FailedByCel { get; set; }

    /// <summary>What the certificates said; only after a handshake.</summary>
    public TlsFacts? Tls { get; set; }

    /// <summary>Facts of the HTTP prober.</summary>
    public HttpResult? Http { get; set; }

    /// <summary>Facts of the TCP prober.</summary>
    public TcpResult? Tcp { get; set; }

    /// <summary>Facts of the gRPC prober.</summary>
    public GrpcResult? Grpc { get; set; }

    /// <summary>Facts of the WebSocket prober.</summary>
    public WebsocketResult? Websocket { get; set; }

    /// <summary>Facts of the ICMP prober.</summary>
    public IcmpResult? Icmp { get; set; }

    /// <summary>Facts of the DNS prober.</summary>
    public DnsResult? Dns { get; set; }
}
