using Exporters.Probes.Results;

namespace Exporters.Probes.Tls;

/// <summary>What a handshake told. Also there when the certificate was refused: then above all it is of interest.</summary>
internal sealed record TlsFacts
{
    /// <summary><c>TLS 1.3</c>.</summary>
    public required string Version { get; init; }

    /// <summary>IANA's name of the cipher suite.</summary>
    public required string Cipher { get; init; }

    /// <summary>Earliest end of validity of what the server sent, in Unix seconds; null when it sent nothing.</summary>
    public long? EarliestExpiry { get; init; }

    /// <summary>Earliest end of validity in the chain built, in Unix seconds; the zero time of Go when nobody asked for one.</summary>
    public long? LastChainExpiry { get; init; }

    /// <summary>The server's own certificate.</summary>
    public LeafFacts? Leaf { get; init; }

    /// <summary>What is wrong with the certificate; null when nothing is, or nobody asked.</summary>
    public FailureReason? Fault { get; init; }

    /// <summary>The same for a person.</summary>
    public string FaultText { get; init; } = "";
}
