using Exporters.Logs.Batching;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Framing;

/// <summary>Files of Docker's log driver <c>local</c>: <c>containers/ID/local-logs/container.log</c>, rotated ones with a number behind.</summary>
internal static class LocalLog
{
    /// <summary>The directory's name below a container's.</summary>
    public const string Directory = "local-logs";

    /// <summary>The live file's name.</summary>
    public const string Name = "container.log";

    /// <summary>A block that any entry fits into, whatever bytes that are none lie before it.</summary>
    public const int LargestBlock = (2 * LocalEntry.MaxBytes) + Position.MaxTail;

    /// <summary>Whether a stream is such a file, and so holds entries instead of lines. Known by its path, for it must be known before Docker answers.</summary>
    public static bool IsOne(LogStream stream) =>
        stream.Source.IsWrapped && stream.Identity is { } file && Path.GetFileName(Path.GetDirectoryName(file.FirstPath.AsSpan())).SequenceEqual(Directory);
}
