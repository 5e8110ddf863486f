using YamlDotNet.RepresentationModel;

namespace Exporters.Tests.Deploy;

/// <summary>Walks a YAML file; what is not there is null or empty.</summary>
internal static class YamlFile
{
    public static YamlNode Load(string path)
    {
        using var reader = File.OpenText(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return stream.Documents[0].RootNode;
    }

    public static YamlNode? Child(YamlNode node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    public static string? Text(YamlNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;

    public static IEnumerable<YamlNode> Items(YamlNode node, string key) => (Child(node, key) as YamlSequenceNode)?.Children ?? [];
}
