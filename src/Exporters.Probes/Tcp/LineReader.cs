using System.Text;
using Exporters.Probes.Results;

namespace Exporters.Probes.Tcp;

/// <summary>Lines and exact bytes from one connection.</summary>
internal sealed class LineReader(Stream stream)
{
    private const int LongestLine = 64 * 1024;

    private byte[] _buffer = new byte[1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its end; null at the end of the stream.</summary>
    /// <exception cref="ProbeException">It is longer than 64 KiB.</exception>
    public async Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                return Take(newline, newline + 1);
            }

            if (_end - _start >= LongestLine)
            {
                throw new ProbeException(FailureReason.Body, $"the server sends a line longer than {LongestLine} bytes");
            }

            if (!await FillAsync(cancel))
            {
                return _start < _end ? Take(_end - _start, _end - _start) : null;
            }
        }
    }

    /// <summary>So many bytes; fewer only at the end of the stream.</summary>
    public async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancel)
    {
        while (_end - _start < count && await FillAsync(cancel))
        {
            // Filled: look again.
        }

        var taken = _buffer.AsSpan(_start, Math.Min(count, _end - _start)).ToArray();
        _start += taken.Length;
        return taken;
    }

    private string Take(int length, int consumed)
    {
        var line = _buffer.AsSpan(_start, length);
        _start += consumed;
        return Encoding.UTF8.GetString(line is [.., (byte)'\r'] ? line[..^1] : line);
    }

    private async Task<bool> FillAsync(CancellationToken cancel)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
        _end += read;
        return read > 0;
    }
}
