namespace Exporters.Probes.Results;

/// <summary>Facts of an HTTP probe; seconds are summed over all redirects.</summary>
internal sealed class HttpResult
{
    /// <summary>Seconds to resolve names; null when a proxy does it.</summary>
    public double? ResolveSeconds { get; set; }

    /// <summary>Whether the name resolved, so that the other phases exist.</summary>
    public bool HasPhases { get; set; }

    /// <summary>Seconds from address to TCP connection.</summary>
    public double ConnectSeconds { get; set; }

    /// <summary>Seconds of TLS handshakes.</summary>
    public double TlsSeconds { get; set; }

    /// <summary>Seconds from connection to response headers.</summary>
    public double ProcessingSeconds { get; set; }

    /// <summary>Seconds from response headers to the body's end.</summary>
    public double TransferSeconds { get; set; }

    /// <summary>Status code of the last response; 0 without one.</summary>
    public int StatusCode { get; set; }

    /// <summary>Content-Length; -1 when the server does not say, 0 without a response.</summary>
    public long ContentLength { get; set; }

    /// <summary>Bytes of body read, after decompression.</summary>
    public long BodyLength { get; set; }

    /// <summary>Redirects met, the one refused included.</summary>
    public int Redirects { get; set; }

    /// <summary>Whether the last response came over TLS.</summary>
    public bool IsTls { get; set; }

    /// <summary>1, 1.1 or 2; 0 without a response.</summary>
    public double Version { get; set; }

    /// <summary>Last-Modified in Unix seconds; null without a readable header.</summary>
    public long? LastModified { get; set; }
}
