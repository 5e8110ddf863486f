using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Exporters.Probes.Results;

namespace Exporters.Probes.Websocket;

/// <summary>
/// Whole messages over an open WebSocket, RFC 6455 5, as the client. The runtime's own WebSocket would add a hundred kilobytes to the
/// program, most of them for what a probe does not use.
/// </summary>
internal sealed class MessageLink(Stream stream)
{
    private const int LongestMessage = 1024 * 1024;
    private const int LongestControl = 125;
    private const byte Final = 0x80;
    private const byte Reserved = 0x70;
    private const byte Masked = 0x80;
    private const byte OpcodeBits = 0x0f;
    private const byte Continuation = 0;
    private const byte Text = 1;
    private const byte Binary = 2;
    private const byte Close = 8;
    private const byte Ping = 9;
    private const byte Pong = 10;
    private static readonly byte[] NormalClosure = [0x03, 0xe8];

    /// <summary>The next message, as text. Pings that come before it are answered.</summary>
    /// <exception cref="ProbeException">There comes none, a very long one, or what is no frame.</exception>
    /// <exception cref="IOException">The connection was cut.</exception>
    public async Task<string> ReadAsync(CancellationToken cancel)
    {
        using var message = new MemoryStream();
        var isStarted = false;
        while (true)
        {
            var (head, payload) = await ReadFrameAsync(cancel);
            var opcode = head & OpcodeBits;
            if (opcode == Close)
            {
                throw new ProbeException(FailureReason.Body, "the server closes the WebSocket instead of sending the message that is expected");
            }

            if (opcode == Ping)
            {
                await WriteFrameAsync(Pong, payload, cancel);
            }

            if (opcode is Ping or Pong)
            {
                continue;
            }

            if (isStarted ? opcode != Continuation : opcode is not (Text or Binary))
            {
                throw Broken($"it sends a frame of type {opcode} where none may come");
            }

            isStarted = true;
            if (message.Length + payload.Length > LongestMessage)
            {
                throw TooLong();
            }

            message.Write(payload);
            if ((head & Final) != 0)
            {
                return Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length);
            }
        }
    }

    /// <summary>Sends a message.</summary>
    /// <exception cref="IOException">The connection was cut.</exception>
    public Task WriteAsync(byte[] message, bool isBinary, CancellationToken cancel) => WriteFrameAsync(isBinary ? Binary : Text, message, cancel);

    /// <summary>Says that this was all, so that the server need not take the end for a fault; its answer is not waited for.</summary>
    public async Task CloseAsync(CancellationToken cancel)
    {
        try
        {
            await WriteFrameAsync(Close, NormalClosure, cancel);
        }
        catch (IOException)
        {
            // It was faster.
        }
    }

    private async Task<(byte Head, byte[] Payload)> ReadFrameAsync(CancellationToken cancel)
    {
        var bytes = await ReadBytesAsync(2, cancel);
        var (head, second) = (bytes[0], bytes[1]);
        if ((head & Reserved) != 0 || (second & Masked) != 0)
        {
            throw Broken("it sends a frame with bits set that nobody asked for");
        }

        var length = second switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadBytesAsync(2, cancel)),
            127 => BinaryPrimitives.ReadUInt64BigEndian(await ReadBytesAsync(8, cancel)),
            _ => (ulong)second,
        };
        if ((head & OpcodeBits) >= Close && (length > LongestControl || (head & Final) == 0))
        {
            throw Broken("it sends a control frame that is too long or in parts");
        }

        return length <= LongestMessage ? (head, await ReadBytesAsync((int)length, cancel)) : throw TooLong();
    }

    private async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancel)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    // A client masks all that it sends, RFC 6455 5.3.
    private async Task WriteFrameAsync(byte opcode, byte[] payload, CancellationToken cancel)
    {
        using var frame = new MemoryStream();
        frame.WriteByte((byte)(Final | opcode));
        if (payload.Length <= LongestControl)
        {
            frame.WriteByte((byte)(Masked | payload.Length));
        }
        else
        {
            var length = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
            var isShort = payload.Length <= ushort.MaxValue;
            frame.WriteByte((byte)(Masked | (isShort ? 126 : 127)));
            frame.Write(length.AsSpan(isShort ? 6 : 0));
        }

        var mask = RandomNumberGenerator.GetBytes(4);
        frame.Write(mask);
        for (var i = 0; i < payload.Length; i++)
        {
            frame.WriteByte((byte)(payload[i] ^ mask[i % 4]));
        }

        await stream.WriteAsync(frame.GetBuffer().AsMemory(0, (int)frame.Length), cancel);
        await stream.FlushAsync(cancel);
    }

    private static ProbeException Broken(string text) => new(FailureReason.Other, $"the server breaks the WebSocket protocol: {text}");

    private static ProbeException TooLong() => new(FailureReason.Body, $"the server sends a message longer than {LongestMessage} bytes");
}
