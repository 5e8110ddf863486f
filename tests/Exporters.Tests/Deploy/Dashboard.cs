using System.Text.Json;
using Exporters.Tests.House;

namespace Exporters.Tests.Deploy;

/// <summary>A file below deploy/grafana/dashboards.</summary>
internal sealed record Dashboard(string File, JsonElement Root)
{
    public static IReadOnlyList<Dashboard> All { get; } = [.. Directory
        .GetFiles(Path.Combine(Repository.Root, "deploy", "grafana", "dashboards"), "*.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => new Dashboard(Path.GetFileName(path), JsonDocument.Parse(System.IO.File.ReadAllText(path)).RootElement))];

    public string Uid => Text(Root, "uid");

    /// <summary>Every panel, rows too, and those that a collapsed row holds.</summary>
    public IEnumerable<JsonElement> Panels => Items(Root, "panels").SelectMany(panel => Items(panel, "panels").Prepend(panel));

    /// <summary>Every panel but the rows.</summary>
    public IEnumerable<JsonElement> Graphs => Panels.Where(panel => Text(panel, "type") != "row");

    public IEnumerable<JsonElement> Variables => Items(Root.GetProperty("templating"), "list");

    /// <summary>What Prometheus is asked, the variables' queries included.</summary>
    public IEnumerable<string> PromQl => Graphs
        .SelectMany(panel => Items(panel, "targets"))
        .Where(target => Text(target.GetProperty("datasource"), "type") == "prometheus")
        .Select(target => Text(target, "expr"))
        .Concat(Variables
            .Where(variable => Text(variable, "type") == "query" && Text(variable.GetProperty("datasource"), "type") == "prometheus")
            .Select(variable => Text(variable, "definition")["label_values(".Length..].Split(", ")[0]));

    public static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
