namespace Exporters.Probes.Results;

/// <summary>Why a probe failed; bounded, because it becomes the label <c>reason</c> of <c>probe_failure</c>.</summary>
internal enum FailureReason
{
    /// <summary>The name has no address, or the resolver did not answer.</summary>
    Dns,

    /// <summary>The port is closed.</summary>
    Refused,

    /// <summary>The probe's time was up.</summary>
    Timeout,

    /// <summary>A certificate of the chain is outside its validity: expired, or not valid yet.</summary>
    TlsExpired,

    /// <summary>No chain to a trusted root: self-signed, unknown authority, missing intermediate.</summary>
    TlsUntrusted,

    /// <summary>The certificate is for another name.</summary>
    TlsNameMismatch,

    /// <summary>The answer's status (HTTP status, DNS rcode) is not among the expected ones.</summary>
    Status,

    /// <summary>The answer's content is not what was expected.</summary>
    Body,

    /// <summary>More than ten redirects.</summary>
    TooManyRedirects,

    /// <summary>The other side cut the connection.</summary>
    Reset,

    /// <summary>Anything else; the log and <c>debug=true</c> say what.</summary>
    Other,
}
