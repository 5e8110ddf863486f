using Exporters.Metrics;

namespace Exporters.Probes.Results;

/// <summary>
/// Every family of a probe. <c>/metrics</c> adds name, target, module and the target's own labels; on <c>/probe</c> they are
/// left out, as Prometheus' relabelling names the target there.
/// </summary>
internal static class ProbeFamilies
{
    public static readonly Family Success = Gauge("probe_success", "1 if the probe succeeded, 0 if not.");
    public static readonly Family Duration = Gauge("probe_duration_seconds", "Seconds that the probe took.");
    public static readonly Family Timeout = Gauge("probe_timeout_seconds", "Seconds that the probe might have taken.");
    public static readonly Family Failure = Family.StateSet(
        "probe_failure", "1 for the reason for which the probe failed, 0 for the others.", "name", "target", "module", "reason");

    public static readonly Family ResultAge = Gauge("probe_result_age_seconds", "Seconds since the last probe ended.");
    public static readonly Family Lookup = Gauge("probe_dns_lookup_time_seconds", "Seconds to resolve the target's name.");
    public static readonly Family IpProtocol = Gauge("probe_ip_protocol", "IP version of the address probed, 4 or 6; 0 when none was found.");
    public static readonly Family IpHash = Gauge("probe_ip_addr_hash", "Hash of the address probed; changes when it changes.");
    public static readonly Family FailedByRegex = Gauge("probe_failed_due_to_regex", "1 if a regular expression decided against the probe.");
    public static readonly Family FailedByCel = Gauge("probe_failed_due_to_cel", "1 if a CEL expression decided against the probe.");
    public static readonly Family FailedByBytes = Gauge("probe_failed_due_to_bytes", "1 if other bytes than the expected ones came.");
    public static readonly Family ExpectInfo = Info("probe_expect_info", "Labels that the module takes from what the server said.");

    public static readonly Family EarliestExpiry = Gauge(
        "probe_ssl_earliest_cert_expiry", "Earliest end of validity of the certificates that the server sent, in Unix seconds; also when they are refused.");

    public static readonly Family LastChainExpiry = Gauge(
        "probe_ssl_last_chain_expiry_timestamp_seconds", "Earliest end of validity in the chain that was built, in Unix seconds.");

    public static readonly Family ChainInfo = Info(
        "probe_ssl_last_chain_info", "The server's own certificate.", "fingerprint_sha256", "issuer", "serialnumber", "subject", "subjectalternative");

    public static readonly Family TlsVersion = Info("probe_tls_version_info", "TLS version negotiated.", "version");
    public static readonly Family TlsCipher = Info("probe_tls_cipher_info", "TLS cipher suite negotiated.", "cipher");

    public static readonly Family HttpDuration = Gauge(
        "probe_http_duration_seconds", "Seconds by phase of the HTTP request, summed over all redirects.", "phase");

    public static readonly Family HttpStatus = Gauge("probe_http_status_code", "Status code of the last response; 0 without one.");
    public static readonly Family HttpContentLength = Gauge("probe_http_content_length", "Content-Length of the response in bytes; -1 when unknown.");
    public static readonly Family HttpBodyLength = Gauge("probe_http_uncompressed_body_length", "Bytes of body read, after decompression.");
    public static readonly Family HttpRedirects = Gauge("probe_http_redirects", "Redirects met.");
    public static readonly Family HttpTls = Gauge("probe_http_ssl", "1 if the last response came over TLS.");
    public static readonly Family HttpVersion = Gauge("probe_http_version", "HTTP version of the response.");
    public static readonly Family HttpLastModified = Gauge("probe_http_last_modified_timestamp_seconds", "Last-Modified of the response in Unix seconds.");

    public static readonly Family GrpcDuration = Gauge("probe_grpc_duration_seconds", "Seconds by phase of the gRPC request.", "phase");
    public static readonly Family GrpcTls = Gauge("probe_grpc_ssl", "1 if the answer of the health check came over TLS.");
    public static readonly Family GrpcStatusCode = Gauge("probe_grpc_status_code", "gRPC status code of the health check.");

    public static readonly Family GrpcServing = Gauge(
        "probe_grpc_healthcheck_response", "1 for the state that the health check answered, 0 for the others.", "serving_status");

    public static readonly Family WebsocketDuration = Gauge("probe_websocket_duration_seconds", "Seconds by phase of the WebSocket probe.", "phase");
    public static readonly Family WebsocketStatus = Gauge("probe_websocket_status_code", "Status code of the response that opens the WebSocket; 0 without one.");
    public static readonly Family WebsocketUpgraded = Gauge("probe_websocket_connection_upgraded", "1 if the WebSocket was opened.");
    public static readonly Family WebsocketFailedByRegex = Gauge("probe_websocket_failed_due_to_regex", "1 if a message was not as expected, or did not come.");

    public static readonly Family IcmpDuration = Gauge("probe_icmp_duration_seconds", "Seconds by phase of the ICMP request.", "phase");
    public static readonly Family IcmpHopLimit = Gauge("probe_icmp_reply_hop_limit", "Hop limit (TTL for IPv4) of the reply.");

    public static readonly Family DnsDuration = Gauge("probe_dns_duration_seconds", "Seconds by phase of the DNS request.", "phase");
    public static readonly Family DnsAnswers = Gauge("probe_dns_answer_rrs", "Records in the answer section.");
    public static readonly Family DnsAuthorities = Gauge("probe_dns_authority_rrs", "Records in the authority section.");
    public static readonly Family DnsAdditionals = Gauge("probe_dns_additional_rrs", "Records in the additional section.");
    public static readonly Family DnsAnswered = Gauge("probe_dns_query_succeeded", "1 if the server answered the query.");
    public static readonly Family DnsSerial = Gauge("probe_dns_serial", "Serial number of the zone.");

    /// <summary>All of them, for the documentation.</summary>
    public static readonly IReadOnlyList<Family> All =
    [
        Success, Duration, Timeout, Failure, ResultAge, Lookup, IpProtocol, IpHash, FailedByRegex, FailedByCel, FailedByBytes, ExpectInfo,
        EarliestExpiry, LastChainExpiry, ChainInfo, TlsVersion, TlsCipher,
        HttpDuration, HttpStatus, HttpContentLength, HttpBodyLength, HttpRedirects, HttpTls, HttpVersion, HttpLastModified,
        GrpcDuration, GrpcTls, GrpcStatusCode, GrpcServing,
        WebsocketDuration, WebsocketStatus, WebsocketUpgraded, WebsocketFailedByRegex,
        IcmpDuration, IcmpHopLimit,
        DnsDuration, DnsAnswers, DnsAuthorities, DnsAdditionals, DnsAnswered, DnsSerial,
    ];

    private static Family Gauge(string name, string help, params string[] own) => Family.Gauge(name, help, ["name", "target", "module", .. own]);

    private static Family Info(string name, string help, params string[] own) => Family.Info(name, help, ["name", "target", "module", .. own]);
}
