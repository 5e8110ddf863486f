using System.Runtime.CompilerServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Parsing.Fields;

/// <summary>
/// One string for many equal texts: messages, and values that come again (levels, methods, status codes, user agents). A table of
/// fixed size without locks. A text is kept once it came twice in a row to its slot, and stays there as long as it comes more often
/// than others do: what never comes again (ids, counters) leaves no trace. Threads may share a table: whatever a slot holds is
/// compared before it is used.
/// </summary>
internal sealed class Utf8Interner
{
    private readonly Slot[] _slots;
    private readonly uint _mask;
    private readonly int _maxBytes;

    /// <summary>Makes a table.</summary>
    /// <param name="slots">Texts that it holds at most; a power of two.</param>
    /// <param name="maxBytes">Longer texts are not kept.</param>
    public Utf8Interner(int slots, int maxBytes)
    {
        _slots = new Slot[slots];
        _mask = (uint)slots - 1;
        _maxBytes = maxBytes;
    }

    /// <summary>For attribute values.</summary>
    public static Utf8Interner Values { get; } = new(4096, 96);

    /// <summary>For messages.</summary>
    public static Utf8Interner Bodies { get; } = new(1024, 192);

    /// <summary>The string of an ASCII text, the same instance as the last time if its slot still has it.</summary>
    [MethodImpl(HotPath.Compile)]
    public string Ascii(ReadOnlySpan<byte> text)
    {
        if (text.Length > _maxBytes)
        {
            return AsciiText.Create(text);
        }

        if (text.IsEmpty)
        {
            return "";
        }

        var hash = ByteKey.Hash(text);
        ref var slot = ref _slots[(hash >> 1) & _mask];
        if (slot.Hash == hash)
        {
            if (slot.Text is not { } known)
            {
                return slot.Text = AsciiText.Create(text);
            }

            if (AsciiText.Is(known, text))
            {
                slot.IsUsed = true;
                return known;
            }
        }

        if (slot.IsUsed)
        {
            slot.IsUsed = false;
        }
        else
        {
            slot.Text = null;
            slot.Hash = hash;
        }

        return AsciiText.Create(text);
    }

    /// <summary>A text, or one that came once and has its slot if it comes again.</summary>
    private struct Slot
    {
        public string? Text;
        public uint Hash;
        public bool IsUsed;
    }
}
