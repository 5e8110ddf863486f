using Exporters.Logs.Paths;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;

namespace Exporters.Logs.Sources.Containers;

/// <summary>The logs of containers that the daemon writes to files which may be read: of the drivers json-file and local.</summary>
internal sealed class ContainerFiles(ContainerWatch watch, SourceSetup setup) : IFileFinder, IDisposable
{
    private IReadOnlyList<ContainerLog>? _found;

    public bool IsReady => watch.HasAnswered;

    public bool HasNews => watch.HasAnswered && watch.Logs != _found;

    public void Find(List<FoundFile> files, ISet<string> directories, List<(string Path, string Reason)> unreadable)
    {
        _found = watch.Logs;
        foreach (var log in _found)
        {
            if (log.Place != LogPlace.File)
            {
                continue;
            }

            // What was rotated before anybody looked is part of the log, as in "docker logs".
            foreach (var (path, _) in RotatedNames.Beside(log.Path))
            {
                files.Add(new FoundFile(path, setup, log.Resource));
            }

            files.Add(new FoundFile(log.Path, setup, log.Resource));
            if (Path.GetDirectoryName(log.Path) is { } directory)
            {
                directories.Add(directory);
            }
        }
    }

    public bool IsWanted(string path) =>
        watch.Logs.Any(log => log.Place == LogPlace.File && (log.Path == path || RotatedNames.MayBeOf(path, log.Path)));

    public void Dispose() => watch.Dispose();
}
