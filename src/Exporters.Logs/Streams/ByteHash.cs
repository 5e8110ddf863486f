using System.Buffers.Binary;

namespace Exporters.Logs.Streams;

/// <summary>
/// A 64-bit hash of bytes that stays the same from version to version: it is written into checkpoints. Tells file contents apart;
/// no protection against an adversary.
/// </summary>
internal static class ByteHash
{
    private const ulong Seed = 0x9E3779B97F4A7C15;
    private const ulong Multiplier = 0xD6E8FEB86659FD93;

    public static ulong Compute(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ ((ulong)bytes.Length * Multiplier);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        var last = 0UL;
        foreach (var value in bytes)
        {
            last = (last << 8) | value;
        }

        return Mix(hash ^ last);
    }

    private static ulong Mix(ulong value)
    {
        value ^= value >> 32;
        value *= Multiplier;
        value ^= value >> 32;
        return value * Multiplier;
    }
}
