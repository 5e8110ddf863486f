using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Parsing.Json;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing;

/// <summary>Reads lines by a format that is given, or by the one that each line shows.</summary>
internal sealed class LineParser(LineFormat format, TimeZoneInfo zone) : ILineParser
{
    private readonly EntryWriter _to = new(zone);
    private byte[] _unwrapped = [];
    private byte[] _plain = [];

    /// <summary>The format of the last line.</summary>
    public LineFormat Last { get; private set; }

    /// <inheritdoc/>
    [MethodImpl(HotPath.Compile)]
    public void Parse(ReadOnlySpan<byte> line, long readTicks, LogEntry entry)
    {
        if (format != LineFormat.Raw && ColourCodes.IsIn(line))
        {
            if (_plain.Length < line.Length)
            {
                _plain = new byte[line.Length * 2];
            }

            line = ColourCodes.Strip(line, _plain);
        }

        _to.Begin(line, readTicks, entry);
        Last = format switch
        {
            LineFormat.Auto => Wrapped(line, readTicks, entry) ?? TextLine.Read(line, _to),
            LineFormat.Docker or LineFormat.Cri => Wrapped(line, readTicks, entry) ?? OtherThanSaid(line),
            LineFormat.Raw => Raw(line),
            _ => Given(line) ? format : OtherThanSaid(line),
        };
        _to.End();
    }

    private LineFormat Raw(ReadOnlySpan<byte> line)
    {
        _to.Body(line);
        return LineFormat.Raw;
    }

    private LineFormat? Wrapped(ReadOnlySpan<byte> line, long readTicks, LogEntry entry)
    {
        if (line.Length < 30 || !(line[0] == '{' ? line[1] == '"' : line[10] == 'T'))
        {
            return null;
        }

        if (line[0] == '{' && _unwrapped.Length < line.Length)
        {
            _unwrapped = new byte[line.Length * 2];
        }

        if (!ContainerLine.TryUnwrap(line, _unwrapped, out var container))
        {
            return null;
        }

        entry.TimestampTicks = container.TimestampTicks;
        entry.Attributes.Add(new KeyValuePair<string, object?>("log.iostream", container.Stream));
        _to.Begin(container.Content, readTicks, entry);
        TextLine.Read(container.Content, _to);
        if (_unwrapped.Length > 64 * 1024)
        {
            _unwrapped = [];
        }

        return container.Format;
    }

    private bool Given(ReadOnlySpan<byte> line)
    {
        var read = format switch
        {
            LineFormat.Json => JsonLine.TryRead(line, _to),
            LineFormat.Logfmt => LogfmtLine.TryRead(line, _to),
            LineFormat.Access => AccessLine.TryRead(line, _to),
            LineFormat.Klog => KlogLine.TryRead(line, _to),
            LineFormat.Syslog5424 => SyslogLine.TryPriority(line, out var priority, out var rest) && SyslogLine.TryRead5424(rest, priority, _to),
            LineFormat.Syslog3164 => SyslogLine.TryPriority(line, out var priority, out var rest)
                ? SyslogLine.TryRead3164(rest, priority, _to)
                : SyslogLine.TryRead3164(line, -1, _to) || TimedSyslog(line),
            LineFormat.Python => PythonLine.TryBare(line, _to) || Timed(line, PythonLine.TryAfterTime),
            LineFormat.Log4j => Timed(line, Log4jLine.TryAfterTime),
            LineFormat.Dotnet => DotnetLine.TryRead(line, _to)
                || (SyslogLine.TryPriority(line, out var priority, out var rest) && Systemd(priority, rest))
                || Timed(line, DotnetLine.TryRead),
            _ => false,
        };
        if (!read)
        {
            _to.Reset();
        }

        return read;
    }

    private bool TimedSyslog(ReadOnlySpan<byte> line)
    {
        _to.Reset();
        return Timed(line, SyslogLine.TryAfterIsoTime);
    }

    private bool Systemd(int priority, ReadOnlySpan<byte> rest)
    {
        if (priority > 7)
        {
            return false;
        }

        _to.Level(Severities.OfSyslog(priority), Severities.SyslogName(priority));
        return DotnetLine.TryAfterPriority(rest, _to);
    }

    private bool Timed(ReadOnlySpan<byte> line, AfterTime read)
    {
        if (!Timestamps.TryIso(line, out var time, out var used))
        {
            return false;
        }

        _to.Time(time);
        var rest = line[used..];
        return read(rest.StartsWith(" - "u8) ? rest : rest.TrimStart((byte)' '), _to);
    }

    // A stack trace among JSON lines, a start-up banner: whatever it shows by itself.
    private LineFormat OtherThanSaid(ReadOnlySpan<byte> line)
    {
        if (format == LineFormat.Plain && !Timestamps.TryIso(line, out _, out _))
        {
            PlainLine.Whole(line, _to);
            return LineFormat.Plain;
        }

        return TextLine.Read(line, _to);
    }

    private delegate bool AfterTime(ReadOnlySpan<byte> text, EntryWriter to);
}
