using System.Text;
using Exporters.Linux;

namespace Exporters.Host.Filesystem;

/// <summary>
/// The question how full one mount is, and its last answer. Everything but the path is guarded by the lock of the
/// <see cref="StatfsWorkers"/> that ask it.
/// </summary>
internal sealed class MountProbe
{
    /// <summary>A question about the file system at <paramref name="path"/>, as this process sees it.</summary>
    public MountProbe(string path)
    {
        Path = path;
        TerminatedPath = Encoding.UTF8.GetBytes(path + '\0');
    }

    public MountProbe(string path, ReadOnlySpan<byte> utf8)
    {
        Path = path;
        TerminatedPath = [.. utf8, 0];
    }

    public string Path { get; }

    public byte[] TerminatedPath { get; }

    /// <summary>Whether it was asked and has not answered. While this holds it is not asked again, so a dead mount costs one thread.</summary>
    public bool IsOutstanding { get; set; }

    /// <summary>When it was last asked; a timestamp of the clock.</summary>
    public long AskedAt { get; set; }

    /// <summary>When it last answered; null before the first answer.</summary>
    public long? AnsweredAt { get; set; }

    /// <summary>Whether the last answer was an error.</summary>
    public Errno Errno { get; set; }

    /// <summary>The last answer.</summary>
    public FilesystemSpace Space { get; set; }

    /// <summary>How long the scrape that asked waits for it.</summary>
    public TimeSpan Patience { get; set; }
}
