using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Exporters.Logs.Records;

/// <summary>
/// One record on its way: made when a line (or the joined lines of a stack trace) was framed, filled by the parser, changed by the
/// steps, sent in a batch. Timestamp and attributes are fixed before the first attempt: a replay must be byte-identical.
/// </summary>
internal sealed class LogEntry
{
    /// <summary>When it happened, in UTC ticks of 100 ns; 0 until known, then the time in the line or else the time of reading.</summary>
    public long TimestampTicks { get; set; }

    /// <summary>OTLP severity number, 1 (TRACE) to 24 (FATAL4); 0 when the line tells none, and then none is sent.</summary>
    public byte Severity { get; set; }

    /// <summary>The level's text as the line gave it; null when it gave none.</summary>
    public string? SeverityText { get; set; }

    /// <summary>The message.</summary>
    public string Body { get; set; } = "";

    /// <summary>Attributes in the order found; values are string, long, double or bool.</summary>
    public List<KeyValuePair<string, object?>> Attributes { get; } = new(8);

    /// <summary>The trace the line belongs to; default when it tells none.</summary>
    public ActivityTraceId TraceId { get; set; }

    /// <summary>The span the line belongs to; default when it tells none.</summary>
    public ActivitySpanId SpanId { get; set; }

    /// <summary>Bytes that the line took in its source, for the bounds of a batch.</summary>
    public int SourceBytes { get; set; }

    /// <summary>Lines of the source that it was made of: 1, or more when lines were joined. The ledger counts lines.</summary>
    public int Lines { get; set; } = 1;

    /// <summary>Makes it as new, keeping the list's room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear()
    {
        TimestampTicks = 0;
        Severity = 0;
        SeverityText = null;
        Body = "";
        Attributes.Clear();
        TraceId = default;
        SpanId = default;
        SourceBytes = 0;
        Lines = 1;
    }
}
