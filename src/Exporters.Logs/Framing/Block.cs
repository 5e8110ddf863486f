using Exporters.Logs.Streams;

namespace Exporters.Logs.Framing;

/// <summary>Bytes of a stream at hand, with those before them that tell where we are.</summary>
/// <param name="bytes">Up to <see cref="Position.MaxTail"/> bytes from before, then what is new.</param>
/// <param name="before">How many are from before.</param>
/// <param name="offset">Where the first new byte is in the stream.</param>
internal readonly ref struct Block(ReadOnlySpan<byte> bytes, int before, long offset)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>What is new.</summary>
    public ReadOnlySpan<byte> New => _bytes[before..];

    /// <summary>Where the first new byte is in the stream.</summary>
    public long Offset => offset;

    /// <summary>A position among the new bytes, with the hash of what lies before it as it was read.</summary>
    public Position At(long at, LineContinuation continuation)
    {
        var end = before + (int)(at - offset);
        var length = (int)Math.Min(Position.MaxTail, Math.Min(at, end));
        return new Position(at, continuation, length, ByteHash.Compute(_bytes.Slice(end - length, length)));
    }
}
