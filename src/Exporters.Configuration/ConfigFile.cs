using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Exporters.Configuration;

/// <summary>A YAML file as nodes that know their places.</summary>
public static class ConfigFile
{
    /// <summary>Reads a file; null, with the problem noted, when it cannot be read or is not one YAML document in UTF-8.</summary>
    public static ConfigNode? Load(string path, ConfigReport report, Func<string, string?>? environment = null)
    {
        try
        {
            return ConfigText.Decode(File.ReadAllBytes(path), path, report) is { } text ? Parse(text, path, report, environment) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Add(new Problem(path, 0, 0, "", e is FileNotFoundException or DirectoryNotFoundException
                ? "no such file"
                : $"cannot be read: {e.Message}"));
            return null;
        }
    }

    /// <summary>Reads text; an empty document is an empty mapping.</summary>
    public static ConfigNode? Parse(string text, string file, ConfigReport report, Func<string, string?>? environment = null)
    {
        var source = new ConfigSource(file, report, environment ?? Environment.GetEnvironmentVariable);
        try
        {
            var stream = new YamlStream();
            stream.Load(new SingleDocumentParser(new Parser(new StringReader(text))));
            return new ConfigNode(stream.Documents.Count == 0 ? new YamlMappingNode() : stream.Documents[0].RootNode, "", source);
        }
        catch (DocumentException e)
        {
            report.Add(new Problem(file, (int)e.Start.Line, (int)e.Start.Column, "", e.Message));
            return null;
        }
        catch (YamlException e)
        {
            report.Add(new Problem(file, (int)e.Start.Line, (int)e.Start.Column, "", $"not YAML: {(e.InnerException ?? e).Message}"));
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // The YAML library's own confusion over some broken inputs; it does not know the place.
            report.Add(new Problem(file, 0, 0, "", $"not YAML: brackets, quotes or indentation are wrong ({e.Message})"));
            return null;
        }
    }
}
