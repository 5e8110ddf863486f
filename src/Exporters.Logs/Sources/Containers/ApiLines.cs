using System.Buffers;
using System.Runtime.InteropServices;
using Exporters.Docker;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Sources.Containers;

/// <summary>
/// Makes lines of what the Engine API sends of a container's log, in the form of Kubernetes' runtimes:
/// <c>2026-11-21T09:50:00.123456789Z stdout F text</c>, with <c>P</c> for a piece of a long line. Knows which it has made, because
/// a stream that is opened again begins a little before the place where the last one broke: lines of the two outputs are not always
/// in the order of their times.
/// </summary>
internal sealed class ApiLines
{
    // Docker cuts lines at this length; a terminal's stream does not say where.
    private const int PieceBytes = 16 * 1024;
    private const int TimeBytes = 30;
    private const int Remembered = 1024;
    private static readonly long Overlap = TimeSpan.TicksPerMillisecond * 100;
    private static readonly long BeforeFirst = TimeSpan.TicksPerMillisecond;

    private readonly Queue<(long Ticks, ulong Hash)> _made = new();
    private readonly Dictionary<(long Ticks, ulong Hash), int> _again = [];
    private readonly ArrayBufferWriter<byte> _message = new();
    private byte[] _time = new byte[TimeBytes];
    private long _newestTicks;
    private bool _hasTerminal;
    private bool _isBefore;

    /// <summary>From when on to ask for lines, in nanoseconds since 1970; null for all.</summary>
    public long? SinceNanoseconds => _made.TryPeek(out var first)
        ? (Math.Max(first.Ticks - BeforeFirst, _newestTicks - Overlap) - DateTime.UnixEpoch.Ticks) * 100
        : null;

    /// <summary>Remembers lines that an earlier run made.</summary>
    public void Restore(ReadOnlySpan<byte> lines)
    {
        while (lines.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (Timestamps.TryIso(lines, out var time, out _))
            {
                Remember(time.Ticks, ByteHash.Compute(lines[..end]));
            }

            lines = lines[(end + 1)..];
        }
    }

    /// <summary>A stream was opened, from <see cref="SinceNanoseconds"/> on.</summary>
    public void Begin(bool hasTerminal)
    {
        _hasTerminal = hasTerminal;
        _message.ResetWrittenCount();
        _again.Clear();
        _isBefore = _made.Count > 0;
        foreach (var line in _made)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_again, line, out _)++;
        }
    }

    /// <summary>Takes what came; what is a whole message goes to <paramref name="output"/>.</summary>
    /// <exception cref="DockerException">It is no message: the stream cannot be read any further.</exception>
    public void Take(in DockerLogFrame frame, IBufferWriter<byte> output)
    {
        if (frame.Channel == DockerLogChannel.Stdin)
        {
            return;
        }

        _message.Write(frame.Payload.Span);
        if (_hasTerminal)
        {
            TakeTerminal(output, isLast: false);
        }
        else if (frame.EndsFrame)
        {
            TakeMessage(_message.WrittenSpan, frame.Channel, output);
            _message.ResetWrittenCount();
        }
    }

    /// <summary>The stream ended: what is left of a terminal's is a line.</summary>
    public void End(IBufferWriter<byte> output)
    {
        if (_hasTerminal)
        {
            TakeTerminal(output, isLast: true);
        }
    }

    private void TakeTerminal(IBufferWriter<byte> output, bool isLast)
    {
        var rest = _message.WrittenSpan;
        while (rest.Length > TimeBytes + 1)
        {
            var most = Math.Min(rest.Length, TimeBytes + 1 + PieceBytes);
            var end = rest[..most].IndexOf((byte)'\n');
            var length = end >= 0 ? end + 1 : rest.Length >= TimeBytes + 1 + PieceBytes + 1 || isLast ? most : 0;
            if (length == 0)
            {
                break;
            }

            if (end < 0 && rest.Length > most && rest[most] == '\n')
            {
                length++;
            }

            TakeMessage(rest[..length], DockerLogChannel.Stdout, output);
            rest = rest[length..];
        }

        var left = isLast ? [] : rest.ToArray();
        _message.ResetWrittenCount();
        _message.Write(left);
    }

    private void TakeMessage(ReadOnlySpan<byte> message, DockerLogChannel channel, IBufferWriter<byte> output)
    {
        if (channel == DockerLogChannel.Daemon)
        {
            throw new DockerException(DockerFailure.Server, System.Text.Encoding.UTF8.GetString(message).TrimEnd());
        }

        long ticks;
        if (message.Length > TimeBytes && message[TimeBytes] == ' ' && Timestamps.TryIso(message, out var time, out var used) && used == TimeBytes)
        {
            ticks = time.Ticks;
            message[..TimeBytes].CopyTo(_time);
            message = message[(TimeBytes + 1)..];
        }
        else if (_newestTicks != 0)
        {
            // Not where a message was expected to begin: it is text, of the time of what came before.
            ticks = _newestTicks;
        }
        else
        {
            throw new DockerException(DockerFailure.Format, "expected a message that begins with its time");
        }

        var isWhole = message.EndsWith("\n"u8);
        message = isWhole ? message[..^1] : message;
        do
        {
            // A message has no line end within; should a driver have let one through, there are two lines.
            var end = message.IndexOf((byte)'\n');
            Make(ticks, channel == DockerLogChannel.Stderr ? "stderr"u8 : "stdout"u8, isWhole || end >= 0, end < 0 ? message : message[..end], output);
            message = end < 0 ? [] : message[(end + 1)..];
        }
        while (!message.IsEmpty);
    }

    private void Make(long ticks, ReadOnlySpan<byte> name, bool isWhole, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var size = TimeBytes + 1 + name.Length + 3 + text.Length + 1;
        var line = output.GetSpan(size)[..size];
        _time.CopyTo(line);
        line[TimeBytes] = (byte)' ';
        name.CopyTo(line[(TimeBytes + 1)..]);
        var at = TimeBytes + 1 + name.Length;
        line[at++] = (byte)' ';
        line[at++] = isWhole ? (byte)'F' : (byte)'P';
        line[at++] = (byte)' ';
        text.CopyTo(line[at..]);
        line[^1] = (byte)'\n';
        var made = (ticks, ByteHash.Compute(line[..^1]));
        if (_isBefore)
        {
            // The order is always the same: what comes before the first line that is remembered had come before.
            _isBefore = made != _made.Peek() && ticks <= _made.Peek().Ticks;
            if (_isBefore)
            {
                return;
            }
        }

        if (_again.Count > 0 && _again.TryGetValue(made, out var count))
        {
            if (count == 1)
            {
                _again.Remove(made);
            }
            else
            {
                _again[made] = count - 1;
            }

            return;
        }

        Remember(made.ticks, made.Item2);
        output.Advance(size);
    }

    private void Remember(long ticks, ulong hash)
    {
        if (_made.Count == Remembered)
        {
            _made.Dequeue();
        }

        _made.Enqueue((ticks, hash));
        _newestTicks = Math.Max(_newestTicks, ticks);
    }
}
