namespace Exporters.Logs.Streams;

/// <summary>Which file it is: device, inode and the hash of its first bytes; and the names it went by. Replaced whole when one of them changes.</summary>
/// <param name="Device">Device number as <c>statx(2)</c> tells it.</param>
/// <param name="Inode">Inode on that device.</param>
/// <param name="HeadLength">How many first bytes are hashed: all there were when it was read, at most <see cref="MaxHead"/>.</param>
/// <param name="HeadHash">Their <see cref="ByteHash"/>.</param>
/// <param name="Path">Where it is, as far as known.</param>
/// <param name="FirstPath">Where it was at first sight: what goes out with each line, also after a rename.</param>
internal sealed record FileFingerprint(ulong Device, ulong Inode, int HeadLength, ulong HeadHash, string Path, string FirstPath)
{
    /// <summary>Where the symbolic links in <see cref="Path"/> led to when it was found; null when there are none in it.</summary>
    public string? Target { get; init; }

    /// <summary>Bytes that tell a file: enough to go past a common banner.</summary>
    public const int MaxHead = 1024;
}
