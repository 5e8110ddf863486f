using System.Text;
using System.Text.RegularExpressions;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing;

/// <summary>
/// Lines by the operator's pattern. Groups named as the fields of structured logs are (<c>time</c>, <c>level</c>, <c>message</c>,
/// <c>trace_id</c>, <c>span_id</c>) fill those; the others become attributes. A line that does not match is recognised by itself.
/// </summary>
internal sealed class RegexLine(Regex pattern, TimePattern? timeFormat, TimeZoneInfo zone) : ILineParser
{
    private readonly EntryWriter _to = new(zone);
    private readonly (int Number, byte[] Name)[] _groups =
        [.. Names(pattern).Select(name => (pattern.GroupNumberFromName(name), Encoding.UTF8.GetBytes(name)))];

    private byte[] _value = new byte[256];

    /// <summary>The format of the last line: the pattern, or what a line that it did not match shows by itself.</summary>
    public LineFormat Last { get; private set; } = LineFormat.Regex;

    /// <summary>Whether a pattern has a group with a name.</summary>
    public static bool HasNames(Regex pattern) => Names(pattern).Any();

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

    private void Take(Match match, ReadOnlySpan<byte> line)
    {
        foreach (var (number, name) in _groups)
        {
            var group = match.Groups[number];
            if (group.Success && group.Length > 0)
            {
                Take(name, Encode(group.ValueSpan));
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

    private static IEnumerable<string> Names(Regex pattern) => pattern.GetGroupNames().Where(name => !char.IsAsciiDigit(name[0]));
}
