namespace Exporters.Logs.Runs;

/// <summary>How <c>exporters logs --print</c> writes records.</summary>
public enum PrintFormat
{
    /// <summary>A line for people: time, level, source, body.</summary>
    Text,

    /// <summary>A line for people with its attributes behind it.</summary>
    Attributes,

    /// <summary>OTLP as JSON, one export request a line, as the OpenTelemetry Collector's file exporter writes it.</summary>
    Json,
}
