using Exporters.Logs.Paths;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;

namespace Exporters.Logs.Sources.Files;

/// <summary>Files by pattern. Compressed files never match: their lines were in a plain file before.</summary>
internal sealed class GlobFinder(IReadOnlyList<string> include, IReadOnlyList<string> exclude, SourceSetup source, LogResource resource) : IFileFinder
{
    private readonly Glob[] _include = [.. include.Select(pattern => new Glob(pattern))];
    private readonly Glob[] _exclude = [.. exclude.Select(pattern => new Glob(pattern))];

    public void Find(List<FoundFile> files, ISet<string> directories, List<(string Path, string Reason)> unreadable)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var glob in _include)
        {
            glob.Expand(
                path =>
                {
                    if (!RotatedNames.IsCompressed(path) && !IsExcluded(path) && seen.Add(path))
                    {
                        files.Add(new FoundFile(path, source, resource));
                    }
                },
                directory => directories.Add(directory),
                directory => unreadable.Add((directory, "denied")));
        }
    }

    public bool IsWanted(string path) => !RotatedNames.IsCompressed(path) && !IsExcluded(path) && Array.Exists(_include, glob => glob.IsMatch(path));

    private bool IsExcluded(string path)
    {
        foreach (var glob in _exclude)
        {
            if (glob.IsMatch(path))
            {
                return true;
            }
        }

        return false;
    }
}
