using Exporters.Configuration;

namespace Exporters.Probes.Modules;

/// <summary>The <c>tcp</c> part of a module.</summary>
internal static class TcpModuleReader
{
    /// <summary>Reads it; a module without that part only connects.</summary>
    public static TcpModule Read(ConfigNode? node)
    {
        if (node is null)
        {
            return new TcpModule();
        }

        var map = node.Map();
        var module = new TcpModule
        {
            Ip = ModuleNodes.Ip(map),
            Source = ModuleNodes.Source(map),
            Steps = QueryStepReader.Read(map.Get("query_response")),
            UseTls = map.Get("tls")?.Bool() ?? false,
            Tls = ModuleNodes.Tls(map.Get("tls_config")),
        };
        map.RejectUnknown();
        return module;
    }
}
