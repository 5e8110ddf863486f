using System.Text;
using Exporters.Logs.Spool;
using Exporters.Logs.Tests.Parsing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Spool;

/// <summary>A spool in a directory of its own, and what was read from it.</summary>
internal sealed class SpoolRig : IDisposable
{
    public SpoolRig(long maxBytes = 1 << 20, WhenFull whenFull = WhenFull.Block)
    {
        Root = System.IO.Directory.CreateTempSubdirectory("spool-").FullName;
        Directory = Path.Combine(Root, "spool");
        Limits = new SpoolLimits(maxBytes, whenFull);
        Open();
    }

    public string Root { get; }

    public string Directory { get; set; }

    public SpoolLimits Limits { get; }

    public DiskSpool Spool { get; private set; } = null!;

    public SpoolCursor Cursor { get; private set; } = null!;

    public string[] Files => [.. System.IO.Directory.GetFiles(Directory).Order(StringComparer.Ordinal)];

    /// <summary>Opens it as the next run does, after whatever end of the run before.</summary>
    public SpoolRig Open(long settled = 0)
    {
        Spool?.Dispose();
        Spool = DiskSpool.Open(Directory, Limits, settled, NullLogger.Instance);
        Cursor = new SpoolCursor(Spool, settled);
        return this;
    }

    /// <summary>Appends all of it; false when there was no room for all.</summary>
    public bool Append(string text, long ticks = 1)
    {
        for (var bytes = Encoding.UTF8.GetBytes(text).AsSpan(); !bytes.IsEmpty;)
        {
            var taken = Spool.Append(bytes, ticks);
            if (taken == 0)
            {
                return false;
            }

            bytes = bytes[taken..];
        }

        return true;
    }

    /// <summary>Appends lines of a hundred bytes each, numbered, a record each.</summary>
    public int AppendLines(int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            if (!Append(Line(i)))
            {
                return i - from;
            }
        }

        return count;
    }

    public static string Line(int number) => $"{number,-99}\n";

    /// <summary>Reads all there is; what is missing is in <paramref name="missing"/>.</summary>
    public string Read(out List<(SpoolRecordKind Kind, long Bytes, long Lines)> missing)
    {
        var text = new StringBuilder();
        missing = [];
        while (Cursor.TryNext(out var record))
        {
            if (record.Kind == SpoolRecordKind.Bytes)
            {
                text.Append(Encoding.UTF8.GetString(record.Bytes));
            }
            else
            {
                missing.Add((record.Kind, record.End - record.Start, record.Lines));
            }
        }

        return text.ToString();
    }

    public string Read()
    {
        var text = Read(out var missing);
        Assert.That(missing, Is.Empty);
        return text;
    }

    public void Dispose()
    {
        Spool.Dispose();
        System.IO.Directory.Delete(Root, recursive: true);
    }
}
