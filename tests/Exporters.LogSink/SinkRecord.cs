namespace Exporters.LogSink;

/// <summary>One log record as it came over the wire.</summary>
public sealed record SinkRecord
{
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();

    public string ServiceName => Resource.GetValueOrDefault("service.name", "");

    public ulong TimeUnixNano { get; init; }

    public ulong ObservedTimeUnixNano { get; init; }

    public int Severity { get; init; }

    public string SeverityText { get; init; } = "";

    public string Body { get; init; } = "";

    /// <summary>Values as text; a number or a truth value as JSON writes it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    public string TraceId { get; init; } = "";

    public string SpanId { get; init; } = "";

    /// <summary>SHA-256 of the record's own bytes: equal for a replay that is byte-identical.</summary>
    public string Hash { get; init; } = "";

    public string? this[string attribute]
    {
        get
        {
            foreach (var (name, value) in Attributes)
            {
                if (name == attribute)
                {
                    return value;
                }
            }

            return null;
        }
    }
}
