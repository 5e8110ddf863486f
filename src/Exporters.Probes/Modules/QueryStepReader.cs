using Exporters.Configuration;

namespace Exporters.Probes.Modules;

/// <summary><c>query_response</c>: what is said and heard over a connection.</summary>
internal static class QueryStepReader
{
    /// <summary>Reads the steps; none without the key.</summary>
    public static IReadOnlyList<QueryStep> Read(ConfigNode? node) => [.. (node?.Items() ?? []).Select(Step)];

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
