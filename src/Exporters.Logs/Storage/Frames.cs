using System.Buffers.Binary;
using System.Numerics;

namespace Exporters.Logs.Storage;

/// <summary>A frame of a file that may end in the middle of one: length, CRC-32C, content.</summary>
internal static class Frames
{
    public const int HeaderSize = 8;

    /// <summary>Writes the header of a frame whose content follows it in the same buffer.</summary>
    public static void WriteHeader(Span<byte> frame)
    {
        var content = frame[HeaderSize..];
        BinaryPrimitives.WriteInt32LittleEndian(frame, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(content));
    }

    /// <summary>The content of the frame at the beginning; false when there is no whole and sound one.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (bytes.Length < HeaderSize)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        if (length < 0 || length > bytes.Length - HeaderSize)
        {
            return false;
        }

        content = bytes.Slice(HeaderSize, length);
        return Checksum(content.Span) == BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[4..]);
    }

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
