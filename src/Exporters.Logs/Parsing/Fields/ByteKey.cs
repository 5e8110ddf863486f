using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Fields;

/// <summary>A hash of short texts for tables in memory; not the same from version to version.</summary>
internal static class ByteKey
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>A hash of all bytes, never 0.</summary>
    [MethodImpl(HotPath.Compile)]
    public static uint Hash(ReadOnlySpan<byte> text)
    {
        ref var start = ref MemoryMarshal.GetReference(text);
        var length = text.Length;
        ulong first, last;
        if (length >= 8)
        {
            first = Unsafe.ReadUnaligned<ulong>(ref start);
            last = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, length - 8));
            for (var at = 8; at < length - 8; at += 8)
            {
                first = (first ^ (first >> 29)) * Multiplier + Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, at));
            }
        }
        else if (length >= 4)
        {
            first = Unsafe.ReadUnaligned<uint>(ref start);
            last = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4));
        }
        else
        {
            first = length == 0 ? 0U : start | ((uint)Unsafe.Add(ref start, length / 2) << 8);
            last = length == 0 ? 0U : Unsafe.Add(ref start, length - 1);
        }

        var hash = (first ^ ((ulong)length << 56)) * Multiplier;
        hash = (hash ^ (hash >> 32) ^ last) * 0xC2B2AE3D27D4EB4F;
        return (uint)(hash >> 32) | 1;
    }
}
