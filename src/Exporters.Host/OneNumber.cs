using Exporters.Linux;

namespace Exporters.Host;

/// <summary>Files that hold one number and nothing else.</summary>
internal static class OneNumber
{
    /// <summary>The number; null, and reported, when the file holds something else.</summary>
    /// <param name="kernelFile">The file.</param>
    /// <param name="unreadable">Told what the file holds instead.</param>
    /// <param name="lacking">What a machine lacks on which the file is absent.</param>
    /// <exception cref="Metrics.CollectorUnavailableException">The file cannot be read.</exception>
    public static ulong? Read(KernelFile kernelFile, Action<ProcFormatException> unreadable, string? lacking = null)
    {
        using var file = HostFile.Read(kernelFile, lacking);
        new Utf8Cursor(file.Trimmed, kernelFile.Path, unreadable).NextLine(out var line);
        return line.UInt64();
    }
}
