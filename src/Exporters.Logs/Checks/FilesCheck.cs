using System.Globalization;
using Exporters.Linux;
using Exporters.Linux.Files;
using Exporters.Logs.Paths;
using Exporters.Logs.Sources;
using Exporters.Metrics.Checks;

namespace Exporters.Logs.Checks;

/// <summary>How many files the patterns of a source match, and how many of them can be read.</summary>
internal static class FilesCheck
{
    private const int Shown = 3;

    /// <summary>The check of a source of files.</summary>
    public static OutsideCheck Of(SourceConfig source) =>
        OutsideCheck.Of($"logs {source.Name} {string.Join(", ", source.Include)}", () => Ask(source.Include, source.Exclude));

    internal static CheckAnswer Ask(IReadOnlyList<string> include, IReadOnlyList<string> exclude)
    {
        Glob[] excluded = [.. exclude.Select(pattern => new Glob(pattern))];
        var files = new HashSet<string>(StringComparer.Ordinal);
        var closed = new List<string>();
        foreach (var pattern in include)
        {
            new Glob(pattern).Expand(
                path =>
                {
                    if (!RotatedNames.IsCompressed(path) && !Array.Exists(excluded, glob => glob.IsMatch(path)))
                    {
                        files.Add(path);
                    }
                },
                static _ => { },
                closed.Add);
        }

        var unreadable = files.Where(path => !IsReadable(path)).Order(StringComparer.Ordinal).ToList();
        var wrong = unreadable.Concat(closed.Distinct(StringComparer.Ordinal)).ToList();
        var count = string.Create(CultureInfo.InvariantCulture, $"{files.Count} file{(files.Count == 1 ? "" : "s")}, {files.Count - unreadable.Count} readable");
        return wrong.Count > 0
                ? CheckAnswer.Bad($"{count}; {string.Join(", ", wrong.Take(Shown))}{(wrong.Count > Shown ? $" and {wrong.Count - Shown} more" : "")}"
                    + $" must not be read by {Environment.UserName}: add it to the group that may (ls -l {wrong[0]}), adm as a rule")
            : files.Count == 0 ? CheckAnswer.Note("no file matches now; the first that comes is read from its beginning")
            : CheckAnswer.Good(count);
    }

    private static bool IsReadable(string path)
    {
        using var handle = UnlockedFile.TryOpenRead(path, out var error);
        return handle is not null || error is Errno.NoEntry;
    }
}
