using System.Text;

namespace Exporters.Logs.Records;

/// <summary>
/// The labels that Loki makes of a resource: its default list (distributor.otlp_config.default_resource_attributes_as_index_labels),
/// <c>job</c>, <c>instance</c> and <c>container</c>, which the shipped Loki configuration adds, and those of <c>logs.stream_labels</c>.
/// Everything else is structured metadata.
/// </summary>
/// <param name="more">Names beyond the usual ones.</param>
internal sealed class LokiLabels(IEnumerable<string> more)
{
    private static readonly string[] Usual =
    [
        "cloud.availability_zone", "cloud.region", "container", "container.name", "deployment.environment", "deployment.environment.name",
        "instance", "job", "service.instance.id", "service.name", "service.namespace",
    ];

    private readonly HashSet<string> _indexed = new(Usual.Concat(more), StringComparer.Ordinal);

    /// <summary>The usual labels and no more.</summary>
    public static LokiLabels Default { get; } = new([]);

    /// <summary><c>{job="exporters", service_name="api"}</c></summary>
    public string Of(LogResource resource)
    {
        var text = new StringBuilder("{");
        var named = false;
        foreach (var (name, value) in resource.Attributes)
        {
            if (!_indexed.Contains(name) && !name.StartsWith("k8s.", StringComparison.Ordinal))
            {
                continue;
            }

            named |= name == "service.name";
            Append(text, name, value);
        }

        if (!named)
        {
            Append(text, "service.name", "unknown_service");
        }

        return text.Append('}').ToString();
    }

    private static void Append(StringBuilder text, string name, string value)
    {
        text.Append(text.Length > 1 ? ", " : "").Append(name.Replace('.', '_')).Append("=\"")
            .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
            .Append('"');
    }
}
