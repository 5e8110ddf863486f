using System.Buffers.Binary;
using System.Globalization;
using Exporters.Logs.Storage;

namespace Exporters.Logs.Spool;

/// <summary>
/// What is on disk: a header line <c>exporters-spool 1</c>, then frames (length, CRC-32C, content). A frame's content is the record's
/// kind, the time of its arrival in UTC ticks, and its bytes; of dropped ones how many bytes and lines they were. A file is named
/// by the offset of its first byte in the stream of all bytes ever appended.
/// </summary>
internal static class SpoolFormat
{
    public const string Extension = ".spool";
    public const int MaxRecordBytes = 1 << 20;
    public const int RecordHeaderSize = Frames.HeaderSize + 1 + sizeof(long);
    public const int DroppedRecordSize = RecordHeaderSize + (2 * sizeof(long));

    public static ReadOnlySpan<byte> FileHeader => "exporters-spool 1\n"u8;

    public static string FileName(long start) => start.ToString("D19", CultureInfo.InvariantCulture) + Extension;

    public static long? StartOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : null;

    /// <summary>Writes a record of bytes; returns its size.</summary>
    public static int WriteBytes(Span<byte> target, ReadOnlySpan<byte> bytes, long ticks)
    {
        bytes.CopyTo(target[RecordHeaderSize..]);
        return WriteHead(target, bytes.Length, SpoolRecordKind.Bytes, ticks);
    }

    /// <summary>Writes a record of what was given up; returns its size.</summary>
    public static int WriteDropped(Span<byte> target, long bytes, long lines, long ticks)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target[RecordHeaderSize..], bytes);
        BinaryPrimitives.WriteInt64LittleEndian(target[(RecordHeaderSize + sizeof(long))..], lines);
        return WriteHead(target, 2 * sizeof(long), SpoolRecordKind.Dropped, ticks);
    }

    /// <summary>The size that the record at the beginning says it has in the file; 0 when more bytes are needed to tell, -1 when it cannot be.</summary>
    public static int SizeOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < RecordHeaderSize)
        {
            return 0;
        }

        var size = Frames.HeaderSize + (long)BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return size is < RecordHeaderSize or > RecordHeaderSize + MaxRecordBytes ? -1 : (int)size;
    }

    /// <summary>
    /// The record at the beginning: its size in the file, 0 when more bytes are needed to tell, -1 when there is no sound one.
    /// </summary>
    public static int TryRead(ReadOnlySpan<byte> bytes, out SpoolRecordKind kind, out long ticks, out ReadOnlySpan<byte> content)
    {
        kind = SpoolRecordKind.Broken;
        ticks = 0;
        content = default;
        var size = SizeOf(bytes);
        if (size <= 0 || size > bytes.Length)
        {
            return Math.Min(size, 0);
        }

        if (Frames.Checksum(bytes[Frames.HeaderSize..size]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[sizeof(int)..]))
        {
            return -1;
        }

        kind = (SpoolRecordKind)bytes[Frames.HeaderSize];
        ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes[(Frames.HeaderSize + 1)..]);
        content = bytes[RecordHeaderSize..size];
        return kind is SpoolRecordKind.Bytes || (kind is SpoolRecordKind.Dropped && content.Length == 2 * sizeof(long)) ? size : -1;
    }

    /// <summary>How many bytes and lines a record of dropped ones stands for.</summary>
    public static (long Bytes, long Lines) Dropped(ReadOnlySpan<byte> content) =>
        (BinaryPrimitives.ReadInt64LittleEndian(content), BinaryPrimitives.ReadInt64LittleEndian(content[sizeof(long)..]));

    private static int WriteHead(Span<byte> target, int length, SpoolRecordKind kind, long ticks)
    {
        target[Frames.HeaderSize] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(target[(Frames.HeaderSize + 1)..], ticks);
        Frames.WriteHeader(target[..(RecordHeaderSize + length)]);
        return RecordHeaderSize + length;
    }
}
