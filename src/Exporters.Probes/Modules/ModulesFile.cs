using Exporters.Configuration;

namespace Exporters.Probes.Modules;

/// <summary>blackbox_exporter's module file. Unknown keys are problems with their place; so is what this program does not do.</summary>
internal static class ModulesFile
{
    private static readonly string[] Probers = ["http", "tcp", "icmp", "dns", "unix", "grpc", "websocket"];

    /// <summary>Reads a file; what is wrong goes to the report.</summary>
    public static IReadOnlyDictionary<string, ProbeModule> Load(string path, ConfigReport report) =>
        Read(ConfigFile.Load(path, report, Literal));

    /// <summary>Reads text.</summary>
    public static IReadOnlyDictionary<string, ProbeModule> Parse(string text, string file, ConfigReport report) =>
        Read(ConfigFile.Parse(text, file, report, Literal));

    /// <summary>In this format <c>${1}</c> is a group of a match, not the environment.</summary>
    private static string Literal(string name) => $"${{{name}}}";

    private static Dictionary<string, ProbeModule> Read(ConfigNode? file)
    {
        var modules = new Dictionary<string, ProbeModule>(StringComparer.Ordinal);
        if (file is null)
        {
            return modules;
        }

        var top = file.Map();
        foreach (var (name, node) in top.Get("modules")?.Entries() ?? [])
        {
            if (ReadModule(name, node) is { } module)
            {
                modules[name] = module;
            }
        }

        top.RejectUnknown();
        return modules;
    }

    private static ProbeModule? ReadModule(string name, ConfigNode node)
    {
        var map = node.Map();
        var prober = map.Get("prober");
        var timeout = map.Get("timeout")?.Duration(TimeSpan.Zero, TimeSpan.FromHours(1));

        // A module may carry the options of other probers beside its own; they are checked and not used.
        var http = HttpModuleReader.Read(map.Get("http"));
        var tcp = TcpModuleReader.Read(map.Get("tcp"));
        var icmp = IcmpModuleReader.Read(map.Get("icmp"));
        var dns = map.Get("dns") is { } dnsNode ? DnsModuleReader.Read(dnsNode) : null;
        var unix = UnixModuleReader.Read(map.Get("unix"));
        var grpc = GrpcModuleReader.Read(map.Get("grpc"));
        var websocket = WebsocketModuleReader.Read(map.Get("websocket"));

        map.RejectUnknown();
        var module = new ProbeModule { Name = name, Timeout = timeout > TimeSpan.Zero ? timeout : null };
        switch (prober?.Text())
        {
            case null when prober is null:
                node.Problem($"prober: is missing; one of {string.Join(", ", Probers)}");
                return null;
            case "http":
                return module with { Http = http };
            case "tcp":
                return module with { Tcp = tcp };
            case "icmp":
                return module with { Icmp = icmp };
            case "dns" when map.Get("dns") is null:
                node.Problem("dns: is missing; the dns prober needs at least query_name");
                return null;
            case "dns":
                return dns is null ? null : module with { Dns = dns };
            case "unix":
                return module with { Unix = unix };
            case "grpc":
                return module with { Grpc = grpc };
            case "websocket":
                return module with { Websocket = websocket };
            default:
                prober!.OneOf(Probers);
                return null;
        }
    }
}
