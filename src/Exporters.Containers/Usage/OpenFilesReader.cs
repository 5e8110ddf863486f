using System.Globalization;
using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>
/// Counts what the processes of a group have open. Takes a system call for each open file, so it is done by the watcher once a
/// round and not at the scrape.
/// </summary>
internal sealed class OpenFilesReader(HostPaths paths)
{
    private readonly List<int> _processes = [];

    /// <summary>Counts; a process that ends meanwhile is passed over.</summary>
    public OpenFiles Read(UsageTarget target)
    {
        _processes.Clear();
        if (ProcFile.TryRead(target.Files.Processes, out var file) == Errno.None)
        {
            using (file)
            {
                for (var lines = new Utf8Cursor(file.Bytes, target.Files.Processes, unreadable: static _ => { }); lines.NextLine(out var line);)
                {
                    if (line.UInt64() is { } number)
                    {
                        _processes.Add((int)number);
                    }
                }
            }
        }

        long files = 0, sockets = 0;
        long? limit = null;
        bool denied = false, counted = _processes.Count == 0;
        foreach (var pid in _processes)
        {
            var directory = paths.Proc(pid.ToString(CultureInfo.InvariantCulture));
            var errno = ProcDescriptors.TryCount($"{directory}/fd", out var counts);
            denied |= errno is Errno.AccessDenied or Errno.NotPermitted;
            counted |= errno == Errno.None;
            files += counts.Files;
            sockets += counts.Sockets;
            limit ??= ProcLimits.OpenFiles($"{directory}/limits");
        }

        return denied || !counted ? new OpenFiles(null, null, limit) : new OpenFiles(files, sockets, limit);
    }
}
