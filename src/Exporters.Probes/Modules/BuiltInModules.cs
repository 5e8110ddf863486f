namespace Exporters.Probes.Modules;

/// <summary>The modules that there are without a module file; names as in blackbox_exporter's own example.</summary>
internal static class BuiltInModules
{
    /// <summary>The module of a target that names none.</summary>
    public const string Http = "http_2xx";

    /// <summary>By name.</summary>
    public static readonly IReadOnlyDictionary<string, ProbeModule> All = new[]
    {
        new ProbeModule { Name = Http, Http = new HttpModule() },
        new ProbeModule { Name = "http_post_2xx", Http = new HttpModule { Method = "POST" } },
        new ProbeModule { Name = "tcp_connect", Tcp = new TcpModule() },
        new ProbeModule { Name = "tls_connect", Tcp = new TcpModule { UseTls = true } },
        new ProbeModule { Name = "unix_connect", Unix = new UnixModule() },
        new ProbeModule { Name = "grpc", Grpc = new GrpcModule { UseTls = true } },
        new ProbeModule { Name = "grpc_plain", Grpc = new GrpcModule() },
        new ProbeModule { Name = "websocket", Websocket = new WebsocketModule() },
        new ProbeModule { Name = "icmp", Icmp = new IcmpModule() },
    }.ToDictionary(module => module.Name, StringComparer.Ordinal);
}
