using System.Buffers.Binary;

namespace Exporters.Logs.Parsing.Formats;

/// <summary>
/// An entry of Docker's log driver <c>local</c>: its length in 32 bits big-endian, a protobuf message (<c>source=1</c>,
/// <c>time_nano=2</c>, <c>line=3</c>, <c>partial=4</c>, <c>partial_log_metadata=5</c> with <c>last=1</c>), its length once more.
/// </summary>
internal static class LocalEntry
{
    /// <summary>Docker itself takes nothing longer for an entry.</summary>
    public const int MaxBytes = 1_000_000;

    private const int LengthBytes = 4;

    /// <summary>Bytes of a whole entry at the beginning of these; 0 when some of it is still to come, -1 when none begins here.</summary>
    public static int SizeOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LengthBytes)
        {
            return 0;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (length is 0 or > MaxBytes)
        {
            return -1;
        }

        var size = (int)length + (2 * LengthBytes);
        return bytes.Length < size ? 0
            : BinaryPrimitives.ReadUInt32BigEndian(bytes[(size - LengthBytes)..]) == length ? size
            : -1;
    }

    /// <summary>Reads a whole entry, as long as <see cref="SizeOf"/> says; false when its message is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> entry, out ContainerLine line)
    {
        line = default;
        var message = entry[LengthBytes..^LengthBytes];
        ReadOnlySpan<byte> text = default, output = default, piece = default;
        ulong time = 0, partial = 0;
        while (!message.IsEmpty)
        {
            if (!TryNumber(ref message, out var tag))
            {
                return false;
            }

            ulong number = 0;
            ReadOnlySpan<byte> bytes = default;
            if (!((tag & 7) == 0 ? TryNumber(ref message, out number) : (tag & 7) == 2 && TryBytes(ref message, out bytes)))
            {
                return false;
            }

            switch (tag >> 3)
            {
                case 1: output = bytes; break;
                case 2: time = number; break;
                case 3: text = bytes; break;
                case 4: partial = number; break;
                case 5: piece = bytes; break;
            }
        }

        if (!TryLast(piece, out var isLast) || ContainerLine.StreamName(output) is not { } stream || (long)time <= 0)
        {
            return false;
        }

        line = ContainerLine.OfLocal(text, DateTime.UnixEpoch.Ticks + ((long)time / 100), stream, partial != 0 && !isLast);
        return true;
    }

    /// <summary>Whether a piece says that it is the last of its line.</summary>
    private static bool TryLast(ReadOnlySpan<byte> piece, out bool isLast)
    {
        isLast = false;
        while (!piece.IsEmpty)
        {
            if (!TryNumber(ref piece, out var tag))
            {
                return false;
            }

            ulong number = 0;
            if (!((tag & 7) == 0 ? TryNumber(ref piece, out number) : (tag & 7) == 2 && TryBytes(ref piece, out _)))
            {
                return false;
            }

            isLast |= tag == 8 && number != 0;
        }

        return true;
    }

    private static bool TryBytes(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!TryNumber(ref rest, out var length) || length > (ulong)rest.Length)
        {
            return false;
        }

        bytes = rest[..(int)length];
        rest = rest[(int)length..];
        return true;
    }

    private static bool TryNumber(scoped ref ReadOnlySpan<byte> rest, out ulong number)
    {
        number = 0;
        for (var i = 0; i < 10 && i < rest.Length; i++)
        {
            number |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
