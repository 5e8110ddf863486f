namespace Exporters.Systemd.Bus;

/// <summary>
/// Lets those messages of a peer through that the D-Bus package can be trusted with. A user's bus is run by that user, so the peer of
/// a root process may be hostile, and the package has no bounds of its own below the 128 MiB of the specification.
/// <list type="bullet">
/// <item>A message that is too large, or whose head lies about its lengths, ends the connection; see <see cref="MessageHead"/>.</item>
/// <item>Method calls are dropped: the package queues an answer to each, and a peer that calls without reading would fill the memory.</item>
/// <item>Signals of the bus itself are dropped, and the answer to Hello must be a text: the package reads these without looking at their types.</item>
/// </list>
/// </summary>
internal sealed class MessageFilter
{
    /// <summary>Holds the longest head that <see cref="MessageHead"/> allows, and is what one read of the socket fills.</summary>
    private const int BufferSize = 16 * 1024;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private int _passing;
    private int _dropping;
    private bool _isHelloAnswered;

    /// <summary>Where the next bytes of the peer go. Never empty after <see cref="Take"/> returned 0.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_end);

    /// <summary>Counts bytes that were put into <see cref="Free"/>.</summary>
    public void Received(int count) => _end += count;

    /// <summary>Moves bytes of messages that may pass into <paramref name="destination"/>; 0 when more must be received first.</summary>
    /// <exception cref="BusFormatException">The bytes are no message, or one that is not accepted.</exception>
    public int Take(Span<byte> destination)
    {
        var taken = 0;
        while (true)
        {
            var available = _buffer.AsSpan(_start, _end - _start);
            if (_dropping > 0 && available.Length > 0)
            {
                var count = Math.Min(_dropping, available.Length);
                _dropping -= count;
                _start += count;
            }
            else if (_passing > 0 && available.Length > 0 && taken < destination.Length)
            {
                var count = Math.Min(Math.Min(_passing, available.Length), destination.Length - taken);
                available[..count].CopyTo(destination[taken..]);
                _passing -= count;
                _start += count;
                taken += count;
            }
            else if (_dropping > 0 || _passing > 0 || !Begin(available))
            {
                break;
            }
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        return taken;
    }

    /// <summary>Decides about the message whose first bytes these are; false when the head is not complete.</summary>
    private bool Begin(ReadOnlySpan<byte> available)
    {
        if (!MessageHead.TryRead(available, out var head))
        {
            return false;
        }

        if (head.IsAnswer && !_isHelloAnswered)
        {
            _isHelloAnswered = head.BeginsWithText ? true : throw new BusFormatException("an answer to Hello that is no text");
        }

        var isDropped = head.IsCall || (head.IsSignal && head.Interface.SequenceEqual("org.freedesktop.DBus"u8));
        (_passing, _dropping) = isDropped ? (0, head.Length) : (head.Length, 0);
        return true;
    }
}
