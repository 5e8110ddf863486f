using System.Text;

namespace Exporters.Logs.Records;

/// <summary>
/// The labels that Loki makes of a resource: its default list (distributor.otlp_config.default_resource_attributes_as_index_labels),
/// and <c>job</c>, <c>instance</c> and <c>container</c>, which the shipped Loki configuration adds. Everything else is structured
/// metadata.
/// </summary>
internal static class LokiLabels
{
    private static readonly string[] Indexed =
    [
        "cloud.availability_zone", "cloud.region", "container", "container.name", "deployment.environment", "deployment.environment.name",
        "instance", "job", "service.instance.id", "service.name", "service.namespace",
    ];

    /// <summary><c>{job="exporters", service_name="api"}</c></summary>
    public static string Of(LogResource resource)
    {
        var text = new StringBuilder("{");
        var named = false;
        foreach (var (name, value) in resource.Attributes)
        {
            if (Array.BinarySearch(Indexed, name, StringComparer.Ordinal) < 0 && !name.StartsWith("k8s.", StringComparison.Ordinal))
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
