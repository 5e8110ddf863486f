using Exporters.Configuration;

namespace Exporters.Probes.Modules;

/// <summary>The <c>unix</c> part of a module.</summary>
internal static class UnixModuleReader
{
    /// <summary>Reads it; a module without that part only connects.</summary>
    public static UnixModule Read(ConfigNode? node)
    {
        if (node is null)
        {
            return new UnixModule();
        }

        var map = node.Map();
        var module = new UnixModule
        {
            Steps = QueryStepReader.Read(map.Get("query_response")),
            UseTls = map.Get("tls")?.Bool() ?? false,
            Tls = ModuleNodes.Tls(map.Get("tls_config")),
        };
        map.RejectUnknown();
        return module;
    }
}
