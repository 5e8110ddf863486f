using System.Numerics;
using System.Runtime.InteropServices;

namespace Exporters.Metrics.Exposition;

/// <summary>Set of byte ranges of one buffer, by content: open addressing over offset and length, cleared without freeing.</summary>
internal sealed class SeriesIndex
{
    private const int KeptSlots = 4096;

    private Slot[] _slots = new Slot[16];
    private int _count;

    private record struct Slot(ulong Hash, int Offset, int Length);

    public void Clear()
    {
        if (_slots.Length > KeptSlots && _count < _slots.Length / 16)
        {
            _slots = new Slot[KeptSlots];
        }
        else if (_count > 0)
        {
            Array.Clear(_slots);
        }

        _count = 0;
    }

    /// <summary>False when the same bytes are already in the set.</summary>
    public bool TryAdd(ReadOnlySpan<byte> buffer, int offset, int length)
    {
        if ((_count + 1) * 2 > _slots.Length)
        {
            Grow();
        }

        var series = buffer.Slice(offset, length);
        var hash = Hash(series);
        var mask = _slots.Length - 1;
        for (var i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            ref var slot = ref _slots[i];
            if (slot.Length == 0)
            {
                slot = new Slot(hash, offset, length);
                _count++;
                return true;
            }

            if (slot.Hash == hash && buffer.Slice(slot.Offset, slot.Length).SequenceEqual(series))
            {
                return false;
            }
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        var hash = (ulong)bytes.Length;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            hash = BitOperations.RotateLeft((hash ^ word) * Multiplier, 29);
        }

        foreach (var tail in bytes[(words.Length * sizeof(ulong))..])
        {
            hash = BitOperations.RotateLeft((hash ^ tail) * Multiplier, 29);
        }

        return hash ^ (hash >> 32);
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[old.Length * 2];
        var mask = _slots.Length - 1;
        foreach (var slot in old)
        {
            if (slot.Length > 0)
            {
                var i = (int)slot.Hash & mask;
                while (_slots[i].Length != 0)
                {
                    i = (i + 1) & mask;
                }

                _slots[i] = slot;
            }
        }
    }
}
