namespace Exporters.Host.Disk;

/// <summary>One array of <c>/proc/mdstat</c>. Null means that the kernel does not say.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Required">Disks of the complete array.</param>
/// <param name="Active">Disks in use.</param>
/// <param name="Failed">Disks marked faulty.</param>
/// <param name="Spare">Disks in reserve.</param>
/// <param name="Blocks">Size in blocks of 1 KiB.</param>
/// <param name="BlocksSynced">How far the sync that is going on has come; all blocks when none is.</param>
internal readonly record struct MdArray(
    MdState State, ulong? Required, ulong? Active, int Failed, int Spare, ulong? Blocks, ulong? BlocksSynced);
