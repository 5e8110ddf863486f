using System.Runtime.CompilerServices;
using System.Text;

namespace Exporters.Logs.Parsing;

/// <summary>
/// One string for many equal texts: names of attributes, and short values that come again (levels, methods, status codes).
/// A table of fixed size without locks: a text finds its slot by hash, and a newcomer takes the slot over. Threads may share it,
/// because a slot only ever holds a whole string or none.
/// </summary>
internal sealed class Utf8Interner
{
    /// <summary>Longer texts are not kept.</summary>
    public const int MaxBytes = 40;

    private readonly string?[] _slots;
    private readonly uint _mask;

    /// <summary>Makes a table; <paramref name="slots"/> must be a power of two.</summary>
    public Utf8Interner(int slots)
    {
        _slots = new string?[slots];
        _mask = (uint)slots - 1;
    }

    /// <summary>For attribute names.</summary>
    public static Utf8Interner Names { get; } = new(1024);

    /// <summary>For attribute values.</summary>
    public static Utf8Interner Values { get; } = new(4096);

    /// <summary>The string of an ASCII text, the same instance as the last time if its slot still has it.</summary>
    [MethodImpl(HotPath.Compile)]
    public string Ascii(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaxBytes)
        {
            return text.IsEmpty ? "" : Encoding.Latin1.GetString(text);
        }

        ref var slot = ref _slots[Hash(text) & _mask];
        var known = slot;
        if (known is not null && System.Text.Ascii.Equals(text, known))
        {
            return known;
        }

        return slot = Encoding.Latin1.GetString(text);
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        // Length, both ends and the middle, mixed: enough for a table that may forget.
        ulong first, last;
        if (text.Length >= 8)
        {
            first = System.Runtime.InteropServices.MemoryMarshal.Read<ulong>(text);
            last = System.Runtime.InteropServices.MemoryMarshal.Read<ulong>(text[^8..]);
            if (text.Length > 16)
            {
                first ^= System.Runtime.InteropServices.MemoryMarshal.Read<ulong>(text[(text.Length / 2 - 4)..]) * 31;
            }
        }
        else if (text.Length >= 4)
        {
            first = System.Runtime.InteropServices.MemoryMarshal.Read<uint>(text);
            last = System.Runtime.InteropServices.MemoryMarshal.Read<uint>(text[^4..]);
        }
        else
        {
            first = text[0] | ((ulong)text[text.Length / 2] << 8);
            last = text[^1];
        }

        var hash = (first ^ ((ulong)text.Length << 56)) * 0x9E3779B97F4A7C15UL;
        hash = (hash ^ (hash >> 32) ^ last) * 0xC2B2AE3D27D4EB4FUL;
        return (uint)(hash >> 40);
    }
}
