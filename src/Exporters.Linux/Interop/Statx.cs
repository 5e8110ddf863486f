using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>struct statx of statx(2), 256 bytes; the fields that are read here at their offsets.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    [FieldOffset(0x10)]
    public uint Links;

    [FieldOffset(0x1c)]
    public ushort Mode;

    [FieldOffset(0x20)]
    public ulong Inode;

    [FieldOffset(0x28)]
    public ulong Size;

    [FieldOffset(0x60)]
    public long ChangedSeconds;

    [FieldOffset(0x68)]
    public uint ChangedNanoseconds;

    [FieldOffset(0x70)]
    public long ModifiedSeconds;

    [FieldOffset(0x78)]
    public uint ModifiedNanoseconds;

    [FieldOffset(0x88)]
    public uint DeviceMajor;

    [FieldOffset(0x8c)]
    public uint DeviceMinor;
}
