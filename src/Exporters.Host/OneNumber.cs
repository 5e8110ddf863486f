using Exporters.Linux;

namespace Exporters.Host;

/// <summary>Files that hold one number and nothing else, and must.</summary>
internal static class OneNumber
{
    /// <summary>The number.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lacking">What a machine lacks on which the file is absent.</param>
    /// <exception cref="Metrics.CollectorUnavailableException">The file cannot be read.</exception>
    /// <exception cref="ProcFormatException">It holds something else.</exception>
    public static ulong Read(string path, string? lacking = null)
    {
        using var file = HostFile.Read(path, lacking);
        return new Utf8Cursor(file.Trimmed, path).NextLine(out var line)
            ? line.UInt64()
            : throw new ProcFormatException(path, 0, file.Bytes, "a number");
    }
}
