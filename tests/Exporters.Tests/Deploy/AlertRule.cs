using Exporters.Tests.House;
using YamlDotNet.RepresentationModel;

namespace Exporters.Tests.Deploy;

/// <summary>A rule of deploy/prometheus/rules; of a recording one <see cref="Alert"/> is null, of an alerting one <see cref="Record"/>.</summary>
internal sealed record AlertRule(string File, string? Alert, string? Record, string Expression, string? Severity, IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>All of them, in the order of files and lines.</summary>
    public static IReadOnlyList<AlertRule> All { get; } = [.. Directory
        .GetFiles(Path.Combine(Repository.Root, "deploy", "prometheus", "rules"), "*.yml")
        .Order(StringComparer.Ordinal)
        .SelectMany(Read)];

    private static IEnumerable<AlertRule> Read(string path) =>
        from @group in YamlFile.Items(YamlFile.Load(path), "groups")
        from rule in YamlFile.Items(@group, "rules")
        select new AlertRule(
            Path.GetFileName(path),
            YamlFile.Text(rule, "alert"),
            YamlFile.Text(rule, "record"),
            YamlFile.Text(rule, "expr") ?? "",
            YamlFile.Child(rule, "labels") is { } labels ? YamlFile.Text(labels, "severity") : null,
            YamlFile.Child(rule, "annotations") is YamlMappingNode annotations
                ? annotations.Children.ToDictionary(entry => entry.Key.ToString(), entry => entry.Value.ToString(), StringComparer.Ordinal)
                : []);
}
