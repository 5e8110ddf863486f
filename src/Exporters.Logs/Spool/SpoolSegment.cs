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

    /// <summary>Lines in it; null while nobody counted those of a file from an earlier run.</summary>
    public long? Lines { get; set; }

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
            Lines = 0,
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
        return new SpoolSegment(renamed, start) { Length = SpoolFormat.FileHeader.Length, Lines = 0 };
    }

    /// <summary>Lines in it, counted now if they were not; then it is closed.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public long CountLines()
    {
        if (Lines is { } known)
        {
            return known;
        }

        var lines = 0L;
        var reader = new SegmentReader();
        reader.Begin(this);
        while (reader.TryNext(Length, out var kind, out _, out var content))
        {
            lines += kind == SpoolRecordKind.Dropped ? SpoolFormat.Dropped(content).Lines : content.Count((byte)'\n');
        }

        Close();
        Lines = lines;
        return lines;
    }

    /// <summary>Puts a record of how much was given up in the place of what is in it.</summary>
    /// <param name="bytes">Bytes given up, from its first one on.</param>
    /// <param name="lines">Lines given up.</param>
    /// <exception cref="IOException">It cannot be written; it is as it was.</exception>
    public void GiveUp(long bytes, long lines)
    {
        var temporary = Path + ".tmp";
        Span<byte> record = stackalloc byte[SpoolFormat.DroppedRecordSize];
        SpoolFormat.WriteDropped(record, bytes, lines, ticks: 0);
        File.WriteAllBytes(temporary, [.. SpoolFormat.FileHeader, .. record]);
        Close();
        File.Move(temporary, Path, overwrite: true);
        Length = SpoolFormat.FileHeader.Length + record.Length;
        Lines = lines;
        IsDropped = true;
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
