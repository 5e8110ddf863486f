using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Fields;

/// <summary>
/// What the formats' readers write into: turns bytes into the record's strings, sharing those that come again. A reader that finds
/// out late that the line is not its own leaves what it wrote; <see cref="Reset"/> takes that back.
/// </summary>
internal sealed class EntryWriter(TimeZoneInfo zone)
{
    /// <summary>Attributes that one line may yield. Loki takes 128; the source adds its own.</summary>
    public const int MaxAttributes = 100;

    /// <summary>
    /// Bytes of names and values that one line may yield. Loki takes 64 KiB (max_structured_metadata_size); the source adds its own.
    /// </summary>
    public const int MaxAttributeBytes = 40 * 1024;

    /// <summary>What the line calls its level, where the word that is sent is another; no name that receivers take a level from.</summary>
    public const string OriginalLevelName = "severity.original";

    /// <summary>Said when the text names an offset other than UTC: the record's own time is in UTC, and the place would be lost.</summary>
    private const string OffsetName = "timestamp.offset";

    private readonly LocalZone _zone = new(zone);
    private readonly FieldOrder _order = new();
    private byte[] _scratch = new byte[256];
    private LogEntry _entry = new();
    private long _sourceTicks;
    private int _sourceAttributes;
    private int _named;
    private bool _ascii;

    // A shorter line cannot yield too much.
    private bool _isLong;
    private int _attributeBytes;
    private string? _originalLevel;

    /// <summary>When the line was read, UTC ticks.</summary>
    public long ReadTicks { get; private set; }

    /// <summary>Whether the line gave more attributes than are kept; the body is then the whole line.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Whether a body was written.</summary>
    public bool HasBody { get; private set; }

    /// <summary>Whether the line told its time.</summary>
    public bool HasTime { get; private set; }

    /// <summary>Whether the line told its level.</summary>
    public bool HasLevel { get; private set; }

    /// <summary>Begins a line.</summary>
    [MethodImpl(HotPath.Compile)]
    public void Begin(ReadOnlySpan<byte> line, long readTicks, LogEntry entry)
    {
        _entry = entry;
        _ascii = System.Text.Ascii.IsValid(line);
        _isLong = line.Length > MaxAttributeBytes;
        _attributeBytes = 0;
        _originalLevel = null;
        _sourceTicks = entry.TimestampTicks;
        _sourceAttributes = entry.Attributes.Count;
        ReadTicks = readTicks;
        Overflowed = HasBody = HasTime = HasLevel = false;
        _named = 0;
        _order.Begin();
    }

    /// <summary>Takes back everything written since <see cref="Begin"/>.</summary>
    public void Reset()
    {
        var attributes = _entry.Attributes;
        if (attributes.Count > _sourceAttributes)
        {
            attributes.RemoveRange(_sourceAttributes, attributes.Count - _sourceAttributes);
        }

        _entry.TimestampTicks = _sourceTicks;
        _entry.Severity = 0;
        _entry.SeverityText = null;
        _entry.Body = "";
        _entry.TraceId = default;
        _entry.SpanId = default;
        Overflowed = HasBody = HasTime = HasLevel = false;
        _attributeBytes = 0;
        _originalLevel = null;
        _named = 0;
        _order.Begin();
    }

    /// <summary>Escapes of the line turned out to mean letters beyond ASCII.</summary>
    public void NotAscii() => _ascii = false;

    /// <summary>The message.</summary>
    public void Body(ReadOnlySpan<byte> text)
    {
        _entry.Body = Text(text);
        HasBody = true;
    }

    /// <summary>The time. One without a zone is read in the local zone; an offset other than UTC is kept as an attribute.</summary>
    public void Time(in Timestamp time)
    {
        HasTime = true;
        _entry.TimestampTicks = time.HasZone ? time.Ticks : _zone.ToUtc(time.Ticks, ReadTicks);
        if (time.OffsetMinutes != 0)
        {
            var minutes = Math.Abs(time.OffsetMinutes);
            Span<byte> text =
            [
                (byte)(time.OffsetMinutes < 0 ? '-' : '+'), (byte)('0' + minutes / 600), (byte)('0' + minutes / 60 % 10), (byte)':',
                (byte)('0' + minutes % 60 / 10), (byte)('0' + minutes % 10),
            ];
            Set(OffsetName, Utf8Interner.Values.Ascii(text));
        }
    }

    /// <summary>A level word; false, with nothing written, when it is none.</summary>
    [MethodImpl(HotPath.Compile)]
    public bool Level(ReadOnlySpan<byte> word)
    {
        var severity = word.Length == 1 ? Severities.OfLetter(word[0]) : Severities.OfWord(word);
        if (severity == 0)
        {
            return OddLevel(word);
        }

        Level(severity, Utf8Interner.Values.Ascii(word));
        return true;
    }

    /// <summary>A level that is known already.</summary>
    [MethodImpl(HotPath.Compile)]
    public void Level(byte severity, string text)
    {
        _entry.Severity = severity;
        _entry.SeverityText = Severities.TextFor(severity, text);
        _originalLevel = ReferenceEquals(text, _entry.SeverityText) ? null : text;
        HasLevel = true;
    }

    /// <summary>A level with a distance (<c>INFO+2</c>, as Go's slog writes it) or between colour codes.</summary>
    private bool OddLevel(ReadOnlySpan<byte> word)
    {
        if (ColourCodes.IsIn(word))
        {
            Span<byte> room = stackalloc byte[64];
            return word.Length <= room.Length && ColourCodes.Strip(word, room) is var plain && !ColourCodes.IsIn(plain) && Level(plain);
        }

        var sign = word.IndexOfAny((byte)'+', (byte)'-');
        if (sign < 3 || sign + 1 == word.Length || word[(sign + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || Severities.OfWord(word[..sign]) is not (not 0 and var severity))
        {
            return false;
        }

        Level(severity, Utf8Interner.Values.Ascii(word));
        return true;
    }

    /// <summary>The name that came here in the lines before; null when none did.</summary>
    public FieldName? ExpectedField => _order.Expected;

    /// <summary>The expected name came.</summary>
    public FieldName TakeExpectedField()
    {
        var field = _order.Expected!;
        _order.TakeExpected();
        return field;
    }

    /// <summary>The name of a field of the line. To be asked for once for each field, in their order.</summary>
    public FieldName Field(ReadOnlySpan<byte> name) => _order.Take(name);

    /// <summary>An attribute whose name is a text of the line.</summary>
    public void Attribute(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Attribute(Field(name), Value(value));

    /// <summary>An attribute whose name is a text of the line.</summary>
    public void Attribute(FieldName name, ReadOnlySpan<byte> value) => Attribute(name, Value(value));

    /// <summary>An attribute with a name of ours.</summary>
    public void Attribute(string name, ReadOnlySpan<byte> value) => Add(name, Value(value));

    /// <summary>An attribute whose name is a text of the line, and whose value is a string, a number or a truth value.</summary>
    [MethodImpl(HotPath.Compile)]
    public void Attribute(FieldName name, object value)
    {
        if (_order.IsDistinct && _entry.Attributes.Count == _sourceAttributes + _named)
        {
            _named++;
            Add(name.AttributeName, value);
        }
        else
        {
            Set(name.AttributeName, value);
        }
    }

    /// <summary>An attribute with name and value of ours.</summary>
    public void Attribute(string name, object value) => Add(name, value);

    /// <summary>An attribute that is absent when the text is empty or a dash, as access logs and syslog write nothing.</summary>
    public void AttributeUnlessDash(string name, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty && !value.SequenceEqual("-"u8))
        {
            Add(name, Value(value));
        }
    }

    /// <summary>A trace id of 32 hexadecimal digits, not all zero; false for anything else.</summary>
    public bool Trace(ReadOnlySpan<byte> hex)
    {
        if (!IsId(hex, 32))
        {
            return false;
        }

        Span<byte> lower = stackalloc byte[32];
        System.Text.Ascii.ToLower(hex, lower, out _);
        _entry.TraceId = ActivityTraceId.CreateFromUtf8String(lower);
        return true;
    }

    /// <summary>A span id of 16 hexadecimal digits, not all zero; false for anything else.</summary>
    public bool Span(ReadOnlySpan<byte> hex)
    {
        if (!IsId(hex, 16))
        {
            return false;
        }

        Span<byte> lower = stackalloc byte[16];
        System.Text.Ascii.ToLower(hex, lower, out _);
        _entry.SpanId = ActivitySpanId.CreateFromUtf8String(lower);
        return true;
    }

    /// <summary>Room for decoding escapes; what it held before is gone.</summary>
    public Span<byte> Scratch(int length)
    {
        if (_scratch.Length < length)
        {
            _scratch = new byte[Math.Max(length, _scratch.Length * 2)];
        }

        return _scratch;
    }

    /// <summary>Ends the line. A trace without a span, or a span without a trace, travels as an attribute: OTLP's own fields come in pairs.</summary>
    public void End()
    {
        if (_entry.TraceId != default && _entry.SpanId == default)
        {
            Add("trace_id", _entry.TraceId.ToHexString());
            _entry.TraceId = default;
        }
        else if (_entry.SpanId != default && _entry.TraceId == default)
        {
            Add("span_id", _entry.SpanId.ToHexString());
            _entry.SpanId = default;
        }

        if (_originalLevel is { } original)
        {
            Set(OriginalLevelName, original);
        }

        if (_scratch.Length > 64 * 1024)
        {
            _scratch = new byte[256];
        }
    }

    private static bool IsId(ReadOnlySpan<byte> hex, int length) =>
        hex.Length == length && hex.ContainsAnyExcept((byte)'0') && !hex.ContainsAnyExcept(HexDigits);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    // A name that comes twice has its last value: receivers refuse records with the same name twice.
    private void Set(string name, object value)
    {
        var attributes = CollectionsMarshal.AsSpan(_entry.Attributes)[_sourceAttributes..];
        for (var i = 0; i < attributes.Length; i++)
        {
            if (attributes[i].Key == name)
            {
                if (_isLong && !Fits("", value))
                {
                    Overflowed = true;
                    return;
                }

                attributes[i] = new KeyValuePair<string, object?>(name, value);
                return;
            }
        }

        Add(name, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(string name, object value)
    {
        var attributes = _entry.Attributes;
        if (attributes.Count - _sourceAttributes >= MaxAttributes || (_isLong && !Fits(name, value)))
        {
            Overflowed = true;
            return;
        }

        attributes.Add(new KeyValuePair<string, object?>(name, value));
    }

    /// <summary>Whether an attribute is within the bytes that a line may yield; counts it then.</summary>
    private bool Fits(string name, object value)
    {
        var bytes = Encoding.UTF8.GetByteCount(name) + (value is string text ? Encoding.UTF8.GetByteCount(text) : sizeof(long));
        if (_attributeBytes + bytes > MaxAttributeBytes)
        {
            return false;
        }

        _attributeBytes += bytes;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private string Value(ReadOnlySpan<byte> value) =>
        _ascii || System.Text.Ascii.IsValid(value) ? Utf8Interner.Values.Ascii(value) : Encoding.UTF8.GetString(value);

    private string Text(ReadOnlySpan<byte> text) => _ascii ? Utf8Interner.Bodies.Ascii(text) : Encoding.UTF8.GetString(text);
}
