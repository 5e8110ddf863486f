using System.Runtime.CompilerServices;
using Exporters.Logs.Parsing.Json;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// A line of a container as its runtime wrote it down: Docker's json-file,
/// <c>{"log":"text\n","stream":"stdout","time":"2026-11-21T09:50:00.123456789Z"}</c>, or Kubernetes' CRI,
/// <c>2026-11-21T09:50:00.123456789Z stdout F text</c>; or an entry of Docker's driver <c>local</c>, see <see cref="LocalEntry"/>.
/// </summary>
internal readonly ref struct ContainerLine
{
    /// <summary>What the container wrote, escapes resolved, without its line end.</summary>
    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>When the runtime took it, UTC ticks; 0 when that does not read.</summary>
    public long TimestampTicks { get; private init; }

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public string Stream { get; private init; }

    /// <summary>Whether the container's line goes on in the next piece of the same stream.</summary>
    public bool IsPartial { get; private init; }

    /// <summary>How it was wrapped.</summary>
    public LineFormat Format { get; private init; }

    /// <summary>
    /// Unwraps a line; false when no runtime wrote it. <paramref name="scratch"/> must be as long as the line: the content may end up
    /// there.
    /// </summary>
    [MethodImpl(HotPath.Compile)]
    public static bool TryUnwrap(ReadOnlySpan<byte> line, Span<byte> scratch, out ContainerLine result) =>
        !line.IsEmpty && line[0] == '{' ? TryDocker(line, scratch, out result) : TryCri(line, out result);

    /// <summary>Reads the json-file form. Its fields may come in any order, and others (<c>attrs</c>) may stand among them.</summary>
    public static bool TryDocker(ReadOnlySpan<byte> line, Span<byte> scratch, out ContainerLine result)
    {
        result = default;
        var at = 1;
        ReadOnlySpan<byte> log = default;
        string? stream = null;
        bool hasLog = false, logEscaped = false;
        Timestamp time = default;
        while (true)
        {
            if (!JsonStrings.TryTake(line, ref at, out var name, out _) || at >= line.Length || line[at++] != ':')
            {
                return false;
            }

            if (at < line.Length && line[at] == '"')
            {
                if (!JsonStrings.TryTake(line, ref at, out var value, out var escaped))
                {
                    return false;
                }

                if (name.SequenceEqual("log"u8))
                {
                    log = value;
                    logEscaped = escaped;
                    hasLog = true;
                }
                else if (name.SequenceEqual("stream"u8))
                {
                    stream = StreamName(value);
                }
                else if (name.SequenceEqual("time"u8) && !Timestamps.TryIso(value, out time, out _))
                {
                    return false;
                }
            }
            else if (!JsonLine.TrySkip(line, ref at))
            {
                return false;
            }

            if (at >= line.Length)
            {
                return false;
            }

            if (line[at] == '}')
            {
                break;
            }

            if (line[at++] != ',')
            {
                return false;
            }
        }

        if (!hasLog || stream is null || time.Ticks == 0 || at + 1 != line.Length)
        {
            return false;
        }

        var content = log;
        if (logEscaped)
        {
            content = scratch[..JsonStrings.Unescape(log, scratch, out _)];
        }

        var whole = content.EndsWith("\n"u8);
        if (whole)
        {
            content = content[..^1];
        }

        result = new ContainerLine
        {
            Content = content.EndsWith("\r"u8) && whole ? content[..^1] : content,
            TimestampTicks = time.Ticks,
            Stream = stream,
            IsPartial = !whole,
            Format = LineFormat.Docker,
        };
        return true;
    }

    /// <summary>Reads the CRI form: time, stream, tags (<c>F</c> full, <c>P</c> partial), text.</summary>
    public static bool TryCri(ReadOnlySpan<byte> line, out ContainerLine result)
    {
        result = default;
        if (line.Length < 30 || line[10] != 'T' || !Timestamps.TryIso(line, out var time, out var used) || !time.HasZone
            || line.Length < used + 10 || line[used] != ' ' || StreamName(line.Slice(used + 1, 6)) is not { } stream || line[used + 7] != ' '
            || line[used + 8] is not ((byte)'F' or (byte)'P') || line[used + 9] is not ((byte)' ' or (byte)':'))
        {
            return false;
        }

        var blank = line[(used + 8)..].IndexOf((byte)' ');
        if (blank < 0)
        {
            return false;
        }

        result = new ContainerLine
        {
            Content = line[(used + 9 + blank)..],
            TimestampTicks = time.Ticks,
            Stream = stream,
            IsPartial = line[used + 8] == 'P',
            Format = LineFormat.Cri,
        };
        return true;
    }

    /// <summary>An entry of the driver <c>local</c>.</summary>
    public static ContainerLine OfLocal(ReadOnlySpan<byte> content, long timestampTicks, string stream, bool isPartial) => new()
    {
        Content = content,
        TimestampTicks = timestampTicks,
        Stream = stream,
        IsPartial = isPartial,
        Format = LineFormat.Docker,
    };

    /// <summary>The output that bytes name; null when none.</summary>
    public static string? StreamName(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("stdout"u8) ? "stdout" : text.SequenceEqual("stderr"u8) ? "stderr" : null;
}
