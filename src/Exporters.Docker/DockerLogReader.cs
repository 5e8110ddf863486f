using System.Buffers.Binary;

namespace Exporters.Docker;

/// <summary>
/// <c>GET /containers/{id}/logs</c>, opened. Without a terminal the daemon frames each message: one byte channel, three bytes zero,
/// four bytes length (big-endian), then the message (Engine API, "Attach to a container", stream format). With a terminal the
/// bytes come as they were written. Read by one reader at a time; allocates nothing per message.
/// </summary>
public sealed class DockerLogReader : IDisposable
{
    private const int HeaderBytes = 8;
    private const int FirstBuffer = 16 * 1024;
    private const int LargestPiece = 1024 * 1024;

    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly bool _framed;
    private readonly string _source;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _start;
    private int _end;
    private long _left;
    private DockerLogChannel _channel;

    internal DockerLogReader(HttpResponseMessage response, Stream body, bool framed, string source)
    {
        _response = response;
        _body = body;
        _framed = framed;
        _source = source;
    }

    /// <summary>The next piece; null at the end of the log.</summary>
    /// <exception cref="DockerException">The connection broke, also in the middle of a frame, or the bytes are no frame.</exception>
    public async ValueTask<DockerLogFrame?> ReadAsync(CancellationToken cancellation)
    {
        if (!_framed)
        {
            _start = _end = 0;
            return await FillAsync(cancellation)
                ? new DockerLogFrame(DockerLogChannel.Stdout, _buffer.AsMemory(0, Take(_end)), EndsFrame: true)
                : null;
        }

        while (_left == 0)
        {
            if (!await HaveAsync(HeaderBytes, cancellation))
            {
                return _end == _start ? null : throw Broken("in the middle of a frame header");
            }

            ReadHeader();
        }

        var piece = (int)Math.Min(_left, LargestPiece);
        if (!await HaveAsync(piece, cancellation))
        {
            throw Broken("in the middle of a message");
        }

        var payload = _buffer.AsMemory(_start, Take(piece));
        _left -= piece;
        return new DockerLogFrame(_channel, payload, EndsFrame: _left == 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _body.Dispose();
        _response.Dispose();
    }

    private int Take(int count)
    {
        _start += count;
        return count;
    }

    private void ReadHeader()
    {
        var header = _buffer.AsSpan(_start, HeaderBytes);
        if (header[0] > (byte)DockerLogChannel.Daemon || header[1] != 0 || header[2] != 0 || header[3] != 0)
        {
            throw new DockerException(
                DockerFailure.Format, $"{_source}: expected the header of a log frame, got {Convert.ToHexString(header)}; does the container have a terminal?");
        }

        _channel = (DockerLogChannel)header[0];
        _left = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        _start += HeaderBytes;
    }

    private async ValueTask<bool> HaveAsync(int count, CancellationToken cancellation)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        while (_end - _start < count)
        {
            if (_start + count > _buffer.Length)
            {
                var target = count > _buffer.Length ? new byte[Math.Max(count, _buffer.Length * 2)] : _buffer;
                _buffer.AsSpan(_start, _end - _start).CopyTo(target);
                _end -= _start;
                _start = 0;
                _buffer = target;
            }

            if (!await FillAsync(cancellation))
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        try
        {
            var read = await _body.ReadAsync(_buffer.AsMemory(_end), cancellation);
            _end += read;
            return read > 0;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new DockerException(DockerFailure.Unreachable, $"{_source}: the log stream broke: {e.Message}", e);
        }
    }

    private DockerException Broken(string where) => new(DockerFailure.Unreachable, $"{_source}: the log stream ended {where}");
}
