using System.Net.Sockets;
using System.Text;

namespace Exporters.Systemd.Bus;

/// <summary>
/// The socket of a bus, as the D-Bus package reads and writes it. Remembers the peer's first line of the authentication, for
/// messages to people, and from the end of the authentication on lets the peer's bytes through a <see cref="MessageFilter"/>.
/// </summary>
internal sealed class BusStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    /// <summary>As much of the first line as is kept, in bytes.</summary>
    private const int MaxFirstLine = 128;

    private readonly MessageFilter _messages = new();
    private readonly StringBuilder _firstLine = new();
    private bool _isAuthenticated;
    private bool _firstLineEnded;

    /// <summary>What the peer answered first, without the end of the line; null when it closed the connection instead.</summary>
    public string? FirstLine => _firstLine.Length > 0 ? _firstLine.ToString() : null;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isAuthenticated)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            RememberLine(buffer.Span[..read]);
            return read;
        }

        while (true)
        {
            var taken = _messages.Take(buffer.Span);
            if (taken > 0)
            {
                return taken;
            }

            var received = await base.ReadAsync(_messages.Free, cancellationToken);
            if (received == 0)
            {
                return 0;
            }

            _messages.Received(received);
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The client's last line; messages follow in both directions.
        _isAuthenticated |= buffer.Span.SequenceEqual("BEGIN\r\n"u8);
        return base.WriteAsync(buffer, cancellationToken);
    }

    private void RememberLine(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            _firstLineEnded |= b is (byte)'\r' or (byte)'\n' || _firstLine.Length >= MaxFirstLine;
            if (_firstLineEnded)
            {
                return;
            }

            _firstLine.Append(b is >= 0x20 and < 0x7f ? (char)b : '?');
        }
    }
}
