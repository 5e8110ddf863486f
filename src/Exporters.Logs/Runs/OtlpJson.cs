using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Exporters.Logs.Records;

namespace Exporters.Logs.Runs;

/// <summary>
/// Records as an ExportLogsServiceRequest in JSON, https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: 64-bit numbers are
/// texts, identities are hexadecimal.
/// </summary>
internal static class OtlpJson
{
    private const string Scope = "exporters";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one request, without a line end.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="resource">Where the records come from.</param>
    /// <param name="batch">The records.</param>
    public static void Write(Stream output, LogResource resource, IReadOnlyList<LogEntry> batch)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteStartArray("resourceLogs");
        json.WriteStartObject();
        json.WriteStartObject("resource");
        json.WriteStartArray("attributes");
        foreach (var (name, value) in resource.Attributes)
        {
            Write(json, name, value);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartArray("scopeLogs");
        json.WriteStartObject();
        json.WriteStartObject("scope");
        json.WriteString("name", Scope);
        json.WriteEndObject();
        json.WriteStartArray("logRecords");
        foreach (var entry in batch)
        {
            Write(json, entry);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LogEntry entry)
    {
        json.WriteStartObject();
        var nanoseconds = (Int128)(entry.TimestampTicks - DateTime.UnixEpoch.Ticks) * 100;
        json.WriteString("timeUnixNano", Math.Max(0, (long)nanoseconds).ToString(CultureInfo.InvariantCulture));
        if (entry.Severity > 0)
        {
            json.WriteNumber("severityNumber", entry.Severity);
            json.WriteString("severityText", entry.SeverityText);
        }

        json.WriteStartObject("body");
        json.WriteString("stringValue", entry.Body);
        json.WriteEndObject();
        json.WriteStartArray("attributes");
        foreach (var (name, value) in entry.Attributes)
        {
            Write(json, name, value);
        }

        json.WriteEndArray();
        if (entry.TraceId != default)
        {
            json.WriteString("traceId", entry.TraceId.ToHexString());
        }

        if (entry.SpanId != default)
        {
            json.WriteString("spanId", entry.SpanId.ToHexString());
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        json.WriteStartObject();
        json.WriteString("key", name);
        json.WriteStartObject("value");
        switch (value)
        {
            case bool flag:
                json.WriteBoolean("boolValue", flag);
                break;
            case long number:
                json.WriteString("intValue", number.ToString(CultureInfo.InvariantCulture));
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber("doubleValue", number);
                break;
            case double number:
                json.WriteString("doubleValue", double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                break;
            default:
                json.WriteString("stringValue", value?.ToString() ?? "");
                break;
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
