using Exporters.Logs.Storage;
using Microsoft.Extensions.Logging;

namespace Exporters.Logs.Spool;

/// <summary>What is in the directory of a spool as it is opened: the files of earlier runs, in the order of their bytes.</summary>
internal sealed partial class SpoolInventory
{
    private readonly ILogger _logger;
    private readonly List<SpoolSegment> _segments = [];

    private SpoolInventory(ILogger logger) => _logger = logger;

    /// <summary>The files; the last one is written on.</summary>
    public IReadOnlyList<SpoolSegment> Segments => _segments;

    /// <summary>Offset after the last byte.</summary>
    public long End { get; private set; }

    /// <summary>The last record; empty when there is none.</summary>
    public ReadOnlyMemory<byte> LastRecord { get; private set; }

    /// <summary>Whether the bytes end with a line's end, or there are none.</summary>
    public bool EndsLine { get; private set; } = true;

    /// <summary>Reads it; what comes after the last whole record is cut off.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="StateDirectoryException">A newer version wrote it.</exception>
    public static SpoolInventory Read(string directory, ILogger logger)
    {
        var inventory = new SpoolInventory(logger);
        try
        {
            inventory.ReadAll(directory);
            return inventory;
        }
        catch
        {
            foreach (var segment in inventory._segments)
            {
                segment.Close();
            }

            throw;
        }
    }

    private void ReadAll(string directory)
    {
        foreach (var left in Directory.EnumerateFiles(directory, "*.tmp"))
        {
            File.Delete(left);
        }

        var starts = new List<long>();
        foreach (var path in Directory.EnumerateFiles(directory, "*" + SpoolFormat.Extension))
        {
            if (SpoolFormat.StartOf(path) is { } start)
            {
                starts.Add(start);
            }
        }

        starts.Sort();
        for (var i = 0; i < starts.Count; i++)
        {
            var segment = new SpoolSegment(Path.Combine(directory, SpoolFormat.FileName(starts[i])), starts[i]);
            segment.Length = RandomAccess.GetLength(segment.Handle);
            if (segment.Start < End)
            {
                // It was given up together with the one before it, which says so.
                segment.Delete();
                continue;
            }

            Check(segment);
            var isLast = i == starts.Count - 1;
            if (isLast || segment.Length == SpoolFormat.FileHeader.Length + SpoolFormat.DroppedRecordSize)
            {
                Scan(segment, isLast);
            }

            End = isLast || segment.IsDropped ? segment.End : starts[i + 1];
            segment.End = End;
            _segments.Add(segment);
            if (!isLast)
            {
                segment.Close();
            }
        }

        if (_segments.Count > 1 && LastRecord.IsEmpty)
        {
            // The last file has nothing in it: the one before has the last record.
            Scan(_segments[^2], isLast: false);
            _segments[^2].Close();
        }
    }

    private static void Check(SpoolSegment segment)
    {
        var header = new byte[SpoolFormat.FileHeader.Length];
        var got = RandomAccess.Read(segment.Handle, header, 0);
        if (got == header.Length && header.AsSpan().StartsWith("exporters-spool "u8) && !header.AsSpan().SequenceEqual(SpoolFormat.FileHeader))
        {
            throw new StateDirectoryException($"{segment.Path}: written by a newer version; run that one until the spool is empty, or give logs.state_dir another directory");
        }
    }

    /// <summary>Reads a file through; what comes after the last whole record of the last file is cut off.</summary>
    private void Scan(SpoolSegment segment, bool isLast)
    {
        var reader = new SegmentReader();
        reader.Begin(segment);
        var end = segment.Start;
        var lines = 0L;
        while (reader.TryNext(segment.Length, out var kind, out _, out var content))
        {
            if (kind == SpoolRecordKind.Dropped)
            {
                var (bytes, dropped) = SpoolFormat.Dropped(content);
                segment.IsDropped = true;
                end += bytes;
                lines += dropped;
                continue;
            }

            end += content.Length;
            lines += content.Count((byte)'\n');
            LastRecord = content.ToArray();
        }

        segment.Lines = lines;
        if (!isLast)
        {
            segment.End = Math.Max(segment.End, end);
            return;
        }

        segment.End = end;
        if (reader.FileOffset < segment.Length)
        {
            Log.Torn(_logger, segment.Path, segment.Length - reader.FileOffset);
            RandomAccess.SetLength(segment.Handle, reader.FileOffset);
        }

        if (segment.Length < SpoolFormat.FileHeader.Length)
        {
            RandomAccess.Write(segment.Handle, SpoolFormat.FileHeader, 0);
        }

        segment.Length = reader.FileOffset;
        EndsLine = LastRecord.IsEmpty || LastRecord.Span[^1] == '\n';
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Path}: its last {Bytes} bytes are no whole record: they were being written as the process or the machine died; they are cut off")]
        public static partial void Torn(ILogger logger, string path, long bytes);
    }
}
