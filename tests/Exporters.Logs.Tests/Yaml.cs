using Exporters.Configuration;

namespace Exporters.Logs.Tests;

/// <summary>A key of a piece of YAML.</summary>
internal static class Yaml
{
    public static ConfigNode? Key(string yaml, string key, ConfigReport report) =>
        ConfigFile.Parse(yaml, "test.yaml", report)!.Map().Get(key);
}
