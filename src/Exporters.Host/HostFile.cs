using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>Reads a file without which a collector has nothing to show.</summary>
internal static class HostFile
{
    /// <summary>The whole file; dispose it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lacking">What a machine lacks on which the file is absent, with what would bring it: the end of the message.</param>
    /// <exception cref="CollectorUnavailableException">It is absent, must not be read, or reading failed.</exception>
    public static ProcFile Read(string path, string? lacking = null)
    {
        var errno = ProcFile.TryRead(path, out var file);
        return errno == Errno.None ? file : throw Unavailable(path, errno, lacking);
    }

    /// <summary>The same of a file that is kept open.</summary>
    /// <exception cref="CollectorUnavailableException">It is absent, must not be read, or reading failed.</exception>
    public static ProcFile Read(KernelFile kernelFile, string? lacking = null)
    {
        var errno = kernelFile.TryRead(out var file);
        return errno == Errno.None ? file : throw Unavailable(kernelFile.Path, errno, lacking);
    }

    /// <summary>What to throw when a file could not be read.</summary>
    public static CollectorUnavailableException Unavailable(string path, Errno errno, string? lacking = null)
    {
        var fault = new ProcFileException(path, errno);
        var reason = fault.IsAbsent ? UnavailableReason.Absent : fault.IsDenied ? UnavailableReason.Permission : UnavailableReason.Io;
        var hint = reason switch
        {
            UnavailableReason.Absent when lacking is not null => $": {lacking}",
            UnavailableReason.Permission => $"; run as root, or: setfacl -m u:$(id -un):r {path}",
            _ => "",
        };
        return new CollectorUnavailableException(reason, fault.Message + hint, fault);
    }
}
