using Microsoft.Win32.SafeHandles;

namespace Exporters.Logs.Spool;

/// <summary>One file of a spool.</summary>
internal sealed class SpoolSegment(string path, long start) : IDisposable
{
    private SafeFileHandle? _handle;

    public string Path { get; } = path;

    /// <summary>Offset of its first byte among all bytes of the spool.</summary>
    public long Start { get; } = start;

    /// <summary>Offset after its last byte; grows while it is written to.</summary>
    public long End { get; set; } = start;

    /// <summary>Length of the file up to its last whole record.</summary>
    public long Length { get; set; }

    /// <summary>Whether it only says how much was given up here.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Opened at its first use.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public SafeFileHandle Handle =>
        _handle ??= File.OpenHandle(Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Makes the file, with its header, in the place of one that a death left behind.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static SpoolSegment Create(string directory, long start)
    {
        var path = System.IO.Path.Combine(directory, SpoolFormat.FileName(start));
        var segment = new SpoolSegment(path, start)
        {
            _handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete),
            Length = SpoolFormat.FileHeader.Length,
        };
        try
        {
            RandomAccess.Write(segment._handle, SpoolFormat.FileHeader, 0);
            return segment;
        }
        catch (IOException)
        {
            segment.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Makes the next file out of this one, whose bytes are all settled, where the disk has no room for another.</summary>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public SpoolSegment Recycle(string directory, long start)
    {
        var renamed = System.IO.Path.Combine(directory, SpoolFormat.FileName(start));
        RandomAccess.SetLength(Handle, SpoolFormat.FileHeader.Length);
        File.Move(Path, renamed, overwrite: true);
        return new SpoolSegment(renamed, start) { Length = SpoolFormat.FileHeader.Length };
    }

    /// <summary>Closes the file until its next use.</summary>
    public void Close()
    {
        _handle?.Dispose();
        _handle = null;
    }

    public void Delete()
    {
        Close();
        File.Delete(Path);
    }

    public void Dispose() => Close();
}
