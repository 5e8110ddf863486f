using System.Runtime.InteropServices;

namespace Exporters.Linux.Netlink;

/// <summary>
/// Walks through the attributes of a message: <c>struct rtattr</c> (length, type) and a value, padded to 4 bytes; rtnetlink(7).
/// What is cut off at the end is left out: the kernel does not write such a thing, and the attributes before it are good.
/// </summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> attributes)
{
    private const int HeaderSize = 4;
    private const ushort TypeMask = 0x3fff;

    private ReadOnlySpan<byte> _rest = attributes;

    /// <summary>The type of the attribute, without the flags for nesting and byte order.</summary>
    public ushort Type { get; private set; }

    /// <summary>Its value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>The value as a number of 4 bytes; null when it is shorter.</summary>
    public readonly uint? UInt32 => Value.Length >= sizeof(uint) ? MemoryMarshal.Read<uint>(Value) : null;

    /// <summary>The value as text that ends in a zero byte.</summary>
    public readonly ReadOnlySpan<byte> Text => Value.IndexOf((byte)0) is >= 0 and var end ? Value[..end] : Value;

    /// <summary>Goes to the next attribute.</summary>
    public bool Next()
    {
        if (_rest.Length < HeaderSize)
        {
            return false;
        }

        var length = MemoryMarshal.Read<ushort>(_rest);
        if (length < HeaderSize || length > _rest.Length)
        {
            return false;
        }

        Type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask);
        Value = _rest[HeaderSize..length];
        _rest = _rest[Math.Min(_rest.Length, NetlinkDatagram.Align(length))..];
        return true;
    }
}
