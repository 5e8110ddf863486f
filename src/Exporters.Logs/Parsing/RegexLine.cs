using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing;

/// <summary>
/// Lines by the operator's pattern. Groups named as the fields of structured logs are (<c>time</c>, <c>level</c>, <c>message</c>,
/// <c>trace_id</c>, <c>span_id</c>) fill those; the others become attributes. A line that does not match, or not within
/// the pattern's time, is recognised by itself.
/// </summary>
internal sealed class RegexLine(Pattern pattern, TimePattern? timeFormat, TimeZoneInfo zone) : ILineParser
{
    private readonly EntryWriter _to = new(zone);
    private readonly (int Number, byte[] Name)[] _groups =
        [.. pattern.GroupNames.Index().Where(group => group.Item is not null).Select(group => (group.Index, Encoding.UTF8.GetBytes(group.Item!)))];

    private byte[] _value = new byte[256];

    /// <summary>The format of the last line: the pattern, or what a line that it did not match shows by itself.</summary>
    public LineFormat Last { get; private set; } = LineFormat.Regex;

    /// <summary>Whether a pattern has a group with a name.</summary>
    public static bool HasNames(Pattern pattern) => pattern.GroupNames.Any(name => name is not null);

    /// <inheritdoc/>
    public void Parse(ReadOnlySpan<byte> line, long readTicks, LogEntry entry)
    {
        _to.Begin(line, readTicks, entry);
        var match = pattern.Match(Encoding.UTF8.GetString(line));
        if (match.Success)
        {
            Last = LineFormat.Regex;
            Take(match, line);
        }
        else
        {
            Last = TextLine.Read(line, _to);
        }

        _to.End();
    }

    private void Take(PatternMatch match, ReadOnlySpan<byte> line)
    {
        foreach (var (number, name) in _groups)
        {
            if (match.Group(number).Span is { Length: > 0 } value)
            {
                Take(name, Encode(value));
            }
        }

        if (!_to.HasBody || _to.Overflowed)
        {
            _to.Body(line);
        }
    }

    private void Take(byte[] name, ReadOnlySpan<byte> value)
    {
        var field = _to.Field(name);
        if (timeFormat is not null && field.Role == FieldRole.Time && timeFormat.TryRead(value, _to.ReadTicks, out var time))
        {
            _to.Time(time);
            return;
        }

        FieldRoles.Take(_to, field, value);
    }

    private ReadOnlySpan<byte> Encode(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_value.Length < most)
        {
            _value = new byte[most];
        }

        return _value.AsSpan(0, Encoding.UTF8.GetBytes(text, _value));
    }
}
