namespace Exporters.Probes.Modules;

/// <summary>How to probe: one entry of <c>modules:</c> in blackbox_exporter's format, or what a target's own keys come to.</summary>
internal sealed record ProbeModule
{
    /// <summary>The key in the module file; the label <c>module</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Longest time of one probe; null: as long as the caller has. Module files may say 0 for that.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Options of the HTTP prober; null when this is another one's.</summary>
    public HttpModule? Http { get; init; }

    /// <summary>Options of the TCP prober.</summary>
    public TcpModule? Tcp { get; init; }

    /// <summary>Options of the ICMP prober.</summary>
    public IcmpModule? Icmp { get; init; }

    /// <summary>Options of the DNS prober.</summary>
    public DnsModule? Dns { get; init; }

    /// <summary>Options of the prober of Unix sockets.</summary>
    public UnixModule? Unix { get; init; }

    /// <summary>Options of the gRPC prober.</summary>
    public GrpcModule? Grpc { get; init; }

    /// <summary>Options of the WebSocket prober.</summary>
    public WebsocketModule? Websocket { get; init; }

    /// <summary>The prober's word in the module file.</summary>
    public string Prober => this switch
    {
        { Http: not null } => "http",
        { Tcp: not null } => "tcp",
        { Icmp: not null } => "icmp",
        { Unix: not null } => "unix",
        { Grpc: not null } => "grpc",
        { Websocket: not null } => "websocket",
        _ => "dns",
    };
}
