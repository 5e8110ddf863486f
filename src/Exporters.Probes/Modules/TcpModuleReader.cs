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
            Steps = [.. (map.Get("query_response")?.Items() ?? []).Select(Step)],
            UseTls = map.Get("tls")?.Bool() ?? false,
            Tls = ModuleNodes.Tls(map.Get("tls_config")),
        };
        map.RejectUnknown();
        return module;
    }

    private static QueryStep Step(ConfigNode node)
    {
        var map = node.Map();
        var expect = map.Get("expect");
        var bytes = map.Get("expect_bytes");
        var send = map.Get("send");
        var step = new QueryStep
        {
            Expect = expect?.Pattern(),
            ExpectBytes = ModuleNodes.Octets(bytes),
            Send = ModuleNodes.Octets(send),
            IsBinary = send is { IsBinary: true },
            Labels = [.. (map.Get("labels")?.Items() ?? []).Select(Label).OfType<KeyValuePair<string, string>>()],
            StartTls = map.Get("starttls")?.Bool() ?? false,
        };
        map.RejectUnknown();
        if (expect is not null && bytes is not null)
        {
            bytes.Problem("give expect or expect_bytes, not both");
        }

        return step;
    }

    private static KeyValuePair<string, string>? Label(ConfigNode node)
    {
        var map = node.Map();
        var name = map.Get("name");
        var value = map.Get("value")?.Text() ?? "";
        map.RejectUnknown();
        if (name?.Text() is not { } text)
        {
            node.Problem("name: is missing; name the label");
            return null;
        }

        if (!LabelNames.IsFree(text))
        {
            name.Problem($"\"{text}\" cannot be a label name here; letters, digits and _ only, and none of {LabelNames.Taken}");
            return null;
        }

        return KeyValuePair.Create(text, value);
    }
}
