using Exporters.Configuration;

namespace Exporters.Probes.Modules;

/// <summary>The <c>icmp</c> part of a module.</summary>
internal static class IcmpModuleReader
{
    private const int LargestPayload = 65_507 - 8;

    /// <summary>Reads it; a module without that part has every default.</summary>
    public static IcmpModule Read(ConfigNode? node)
    {
        if (node is null)
        {
            return new IcmpModule();
        }

        var map = node.Map();
        var module = new IcmpModule
        {
            Ip = ModuleNodes.Ip(map),
            Source = ModuleNodes.Source(map),
            PayloadSize = (int)(map.Get("payload_size")?.Integer(0, LargestPayload) ?? 0),
            DontFragment = map.Get("dont_fragment")?.Bool() ?? false,
            Ttl = (int)(map.Get("ttl")?.Integer(0, 255) ?? 64),
        };
        map.RejectUnknown();
        return module;
    }
}
