using Exporters.Configuration;

namespace Exporters.Probes.Modules;

/// <summary>The <c>grpc</c> part of a module.</summary>
internal static class GrpcModuleReader
{
    // What the protocol itself sends; the peer leaves them out as well.
    private static readonly string[] Reserved =
        ["content-type", "user-agent", "grpc-message-type", "grpc-encoding", "grpc-message", "grpc-status", "grpc-timeout", "te"];

    /// <summary>Reads it; a module without that part asks for the health of the whole server, without TLS.</summary>
    public static GrpcModule Read(ConfigNode? node)
    {
        if (node is null)
        {
            return new GrpcModule();
        }

        var map = node.Map();
        var module = new GrpcModule
        {
            Ip = ModuleNodes.Ip(map),
            Service = map.Get("service")?.Text() ?? "",
            UseTls = map.Get("tls")?.Bool() ?? false,
            Tls = ModuleNodes.Tls(map.Get("tls_config")),
            Metadata = Metadata(map.Get("metadata")),
        };
        map.RejectUnknown();
        return module;
    }

    private static List<RequestHeader> Metadata(ConfigNode? node)
    {
        var headers = new List<RequestHeader>();
        foreach (var (name, values) in node?.Entries() ?? [])
        {
            HeaderNodes.CheckName(name, values);
            var key = name.ToLowerInvariant();
            if (Reserved.Contains(key))
            {
                continue;
            }

            var isBinary = key.EndsWith("-bin", StringComparison.Ordinal);
            foreach (var item in values.Items())
            {
                if ((isBinary ? Convert.ToBase64String(ModuleNodes.Octets(item)).TrimEnd('=') : HeaderNodes.Value(item)) is { } value)
                {
                    headers.Add(new RequestHeader(key, value, IsSecret: true));
                }
            }
        }

        return headers;
    }
}
