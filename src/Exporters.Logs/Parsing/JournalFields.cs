using System.Buffers.Text;
using System.Text;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing;

/// <summary>
/// A journal entry's fields to a record; see systemd.journal-fields(7). The message is read like any line, so that a service that
/// writes JSON to its output is understood; its own level goes before the journal's priority. Fields that the service set itself
/// become attributes in lower case; of those that the journal sets, the ones that say who wrote it.
/// </summary>
internal sealed class JournalFields
{
    /// <summary>Bytes of names and values that an entry's fields may take, beside those of its message; Loki takes 64 KiB in all.</summary>
    private const int MaxAttributeBytes = 16 * 1024;

    private readonly List<(string Name, string Value)> _attributes = [];
    private int _attributeBytes;
    private byte[] _message = [];
    private int _messageLength = -1;
    private int _priority = -1;
    private long _sourceMicroseconds;

    /// <summary>Begins an entry.</summary>
    public void Begin()
    {
        _attributes.Clear();
        _attributeBytes = 0;
        _messageLength = -1;
        _priority = -1;
        _sourceMicroseconds = 0;
    }

    /// <summary>Takes a field; values are bytes of any kind.</summary>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("MESSAGE"u8))
        {
            AddMessage(value);
        }
        else if (name.SequenceEqual("PRIORITY"u8))
        {
            _priority = value.Length == 1 && value[0] is >= (byte)'0' and <= (byte)'7' ? value[0] - '0' : -1;
        }
        else if (name.SequenceEqual("_SOURCE_REALTIME_TIMESTAMP"u8))
        {
            _sourceMicroseconds = Utf8Parser.TryParse(value, out long microseconds, out var used) && used == value.Length ? microseconds : 0;
        }
        else if (AttributeName(name) is { } attribute && _attributes.Count < EntryWriter.MaxAttributes && _attributeBytes + name.Length + value.Length <= MaxAttributeBytes)
        {
            _attributeBytes += name.Length + value.Length;
            AddAttribute(attribute, System.Text.Ascii.IsValid(value) ? Utf8Interner.Values.Ascii(value) : Encoding.UTF8.GetString(value));
        }
    }

    /// <summary>Fills the record.</summary>
    /// <param name="realtimeMicroseconds">When the journal took the entry, since 1970; the sender's own clock goes before it.</param>
    /// <param name="parser">Reads the message.</param>
    /// <param name="entry">A cleared entry.</param>
    public void End(long realtimeMicroseconds, ILineParser parser, LogEntry entry)
    {
        var microseconds = _sourceMicroseconds > 0 ? _sourceMicroseconds : realtimeMicroseconds;
        var ticks = DateTime.UnixEpoch.Ticks + microseconds * 10;
        entry.TimestampTicks = ticks;
        foreach (var (name, value) in _attributes)
        {
            entry.Attributes.Add(new KeyValuePair<string, object?>(name, value));
        }

        if (_messageLength >= 0)
        {
            parser.Parse(_message.AsSpan(0, _messageLength), ticks, entry);
        }

        // The journal's clock is exact and in order; a time in the text is the same moment, cut to what the format shows.
        entry.TimestampTicks = ticks;
        if (entry.Severity == 0 && _priority >= 0)
        {
            entry.Severity = Severities.OfSyslog(_priority);
            var name = Severities.SyslogName(_priority);
            entry.SeverityText = Severities.TextFor(entry.Severity, name);
            if (!ReferenceEquals(name, entry.SeverityText))
            {
                entry.Attributes.Add(new KeyValuePair<string, object?>(EntryWriter.OriginalLevelName, name));
            }
        }

        if (_message.Length > 64 * 1024)
        {
            _message = [];
        }
    }

    /// <summary>An entry may have several messages: they are one text of several lines.</summary>
    private void AddMessage(ReadOnlySpan<byte> value)
    {
        var start = _messageLength < 0 ? 0 : _messageLength + 1;
        if (_message.Length < start + value.Length)
        {
            Array.Resize(ref _message, (start + value.Length) * 2);
        }

        if (start > 0)
        {
            _message[start - 1] = (byte)'\n';
        }

        value.CopyTo(_message.AsSpan(start));
        _messageLength = start + value.Length;
    }

    /// <summary>A field may come several times, and an attribute may not: it has all values then, one a line.</summary>
    private void AddAttribute(string name, string value)
    {
        for (var i = 0; i < _attributes.Count; i++)
        {
            if (_attributes[i].Name == name)
            {
                _attributes[i] = (name, $"{_attributes[i].Value}\n{value}");
                return;
            }
        }

        _attributes.Add((name, value));
    }

    private static string? AttributeName(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return null;
        }

        if (name[0] == '_')
        {
            return name.SequenceEqual("_SYSTEMD_UNIT"u8) ? "systemd.unit"
                : name.SequenceEqual("_SYSTEMD_USER_UNIT"u8) ? "systemd.user_unit"
                : name.SequenceEqual("_PID"u8) ? "process.pid"
                : name.SequenceEqual("_COMM"u8) ? "process.command"
                : name.SequenceEqual("_UID"u8) ? "process.uid"
                : name.SequenceEqual("_HOSTNAME"u8) ? "syslog.hostname"
                : name.SequenceEqual("_TRANSPORT"u8) ? "journal.transport"
                : null;
        }

        if (name.SequenceEqual("SYSLOG_IDENTIFIER"u8))
        {
            return "syslog.appname";
        }

        // What repeats the fields above in syslog's words.
        if (name.StartsWith("SYSLOG_"u8) || name.Length > 64)
        {
            return null;
        }

        Span<byte> lower = stackalloc byte[64];
        System.Text.Ascii.ToLower(name, lower, out var written);
        return written == name.Length ? FieldName.Of(lower[..written]).Text : null;
    }
}
