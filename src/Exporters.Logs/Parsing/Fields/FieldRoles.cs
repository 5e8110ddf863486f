using Exporters.Logs.Parsing.Times;

namespace Exporters.Logs.Parsing.Fields;

/// <summary>The field names that the common loggers use for time, level, message, trace and span.</summary>
internal static class FieldRoles
{
    /// <summary>What a field of this name is for.</summary>
    public static FieldRole Of(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 1 when name[0] == 't':
                return FieldRole.Time;
            case 2 when name.SequenceEqual("ts"u8) || name.SequenceEqual("@t"u8):
                return FieldRole.Time;
            case 2 when name.SequenceEqual("@l"u8):
                return FieldRole.Level;
            case 2 when name.SequenceEqual("@m"u8):
                return FieldRole.Message;
            case 3 when name.SequenceEqual("msg"u8):
                return FieldRole.Message;
            case 3 when name.SequenceEqual("lvl"u8):
                return FieldRole.Level;
            case 3 when name.SequenceEqual("@mt"u8):
                return FieldRole.Template;
            case 3 when name.SequenceEqual("@tr"u8):
                return FieldRole.Trace;
            case 3 when name.SequenceEqual("@sp"u8):
                return FieldRole.Span;
            case 4 when Is(name, "time"u8):
                return FieldRole.Time;
            case 5 when Is(name, "level"u8):
                return FieldRole.Level;
            case 5 when name.SequenceEqual("event"u8):
                return FieldRole.Message;
            case 7 when name.SequenceEqual("t.$date"u8): // MongoDB
                return FieldRole.Time;
            case 7 when Is(name, "message"u8):
                return FieldRole.Message;
            case 7 when Is(name, "asctime"u8):
                return FieldRole.Time;
            case 7 when Is(name, "traceid"u8):
                return FieldRole.Trace;
            case 6 when Is(name, "spanid"u8):
                return FieldRole.Span;
            case 7 when name.SequenceEqual("span_id"u8) || name.SequenceEqual("span.id"u8):
                return FieldRole.Span;
            case 8 when name.SequenceEqual("trace_id"u8) || name.SequenceEqual("trace.id"u8):
                return FieldRole.Trace;
            case 8 when Is(name, "severity"u8) || Is(name, "loglevel"u8):
                return FieldRole.Level;
            case 8 when Is(name, "datetime"u8):
                return FieldRole.Time;
            case 9 when Is(name, "timestamp"u8):
                return FieldRole.Time;
            case 9 when name.SequenceEqual("log.level"u8) || name.SequenceEqual("log_level"u8) || name.SequenceEqual("levelname"u8):
                return FieldRole.Level;
            case 10 when name.SequenceEqual("@timestamp"u8):
                return FieldRole.Time;
            case 10 when name.SequenceEqual("otelSpanID"u8):
                return FieldRole.Span;
            case 11 when name.SequenceEqual("otelTraceID"u8):
                return FieldRole.Trace;
            case 13 when name.SequenceEqual("severity_text"u8):
                return FieldRole.Level;
            case 13 when name.SequenceEqual("short_message"u8):
                return FieldRole.Message;
            case 14 when name.SequenceEqual("fields.message"u8): // Rust's tracing
                return FieldRole.Message;
            case 14 when name.SequenceEqual("error_severity"u8): // PostgreSQL
                return FieldRole.Level;
            default:
                return FieldRole.None;
        }
    }

    /// <summary>
    /// Puts a field with a text value where its name says. What does not read as its role says (a level that is no level, a trace id
    /// of another form) stays an attribute.
    /// </summary>
    public static void Take(EntryWriter to, FieldName name, ReadOnlySpan<byte> value)
    {
        switch (name.Role)
        {
            case FieldRole.Time when !to.HasTime && Timestamps.TryAny(value, to.ReadTicks, out var time):
                to.Time(time);
                return;
            case FieldRole.Level when !to.HasLevel && to.Level(value):
                return;
            case FieldRole.Message when !to.HasBody && !value.IsEmpty:
                to.Body(value);
                return;
            case FieldRole.Trace when to.Trace(value):
            case FieldRole.Span when to.Span(value):
                return;
            default:
                to.Attribute(name, value);
                return;
        }
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lower) => System.Text.Ascii.EqualsIgnoreCase(name, lower);
}
