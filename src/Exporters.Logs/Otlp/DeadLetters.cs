using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Exporters.Logs.Records;

namespace Exporters.Logs.Otlp;

/// <summary>
/// Records that the receiver will never take, one JSON object a line in <c>dead-letter.jsonl</c>: when, why, and all of the record.
/// At 64 MiB the file becomes <c>dead-letter.jsonl.1</c>, in the place of the one before.
/// </summary>
internal sealed class DeadLetters(string directory, TimeProvider time)
{
    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>Where they are written.</summary>
    public string FilePath { get; } = Path.Combine(directory, "dead-letter.jsonl");

    /// <summary>Writes a record down and waits for the disk.</summary>
    /// <exception cref="IOException">The disk is full or the directory not writable.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Write(LogResource resource, LogEntry entry, string reason, string words)
    {
        var line = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(line))
        {
            Write(json, resource, entry, reason, words);
        }

        line.Write("\n"u8);
        if (File.Exists(FilePath) && new FileInfo(FilePath).Length > MaxBytes)
        {
            File.Move(FilePath, FilePath + ".1", overwrite: true);
        }

        using var file = new FileStream(FilePath, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(line.WrittenSpan);
        file.Flush(flushToDisk: true);
    }

    private void Write(Utf8JsonWriter json, LogResource resource, LogEntry entry, string reason, string words)
    {
        json.WriteStartObject();
        json.WriteString("rejected_at", time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
        json.WriteString("reason", reason);
        json.WriteString("answer", words);
        json.WriteString("time", new DateTime(entry.TimestampTicks, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture));
        if (entry.Severity > 0)
        {
            json.WriteNumber("severity", entry.Severity);
        }

        json.WriteString("body", entry.Body);
        if (entry.TraceId != default)
        {
            json.WriteString("trace_id", entry.TraceId.ToHexString());
        }

        if (entry.SpanId != default)
        {
            json.WriteString("span_id", entry.SpanId.ToHexString());
        }

        json.WriteStartObject("resource");
        foreach (var (name, value) in resource.Attributes)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteStartObject("attributes");
        foreach (var (name, value) in entry.Attributes)
        {
            json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
