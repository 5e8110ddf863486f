using Exporters.Configuration.Patterns;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Microsoft.Extensions.Logging;

namespace Exporters.Host.Textfile;

/// <summary>
/// Metrics that scripts leave in <c>*.prom</c> files. A file that cannot be used is left out, logged once with the line that is
/// wrong, and sets <c>node_textfile_scrape_error</c>; it never fails the scrape.
/// </summary>
internal sealed partial class TextfileCollector(HostContext context) : IForeignCollector
{
    /// <summary>Below the longest array, whatever is set.</summary>
    private const int MostBytes = 1024 * 1024 * 1024;
    private static readonly FamilyList All = new();
    private static readonly Family ModifiedTime = All.Gauge(
        "node_textfile_mtime_seconds", "When a file that was read was last modified, in seconds since 1970.", "file");

    private static readonly Family ScrapeError = All.Gauge(
        "node_textfile_scrape_error", "1 if a file or directory could not be read or used in full.");

    private static readonly Setting Directories = Setting.Texts(
        "collector.textfile.directory", "", "Directory of *.prom files to show; may be a pattern and may be given several times.");

    private static readonly Setting MaxBytes = Setting.Number(
        "collector.textfile.max-bytes", 32 * 1024 * 1024, "Largest *.prom file to show, in bytes; a larger one is an error.");

    private readonly int _maxBytes = (int)Math.Clamp(context.Settings.Number(MaxBytes), 0, MostBytes);
    private readonly string[] _patterns = [.. context.Settings.Texts(Directories)];
    private readonly Dictionary<string, (DirectoryListing Listing, string[] Paths)> _listings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextFile> _files = new(StringComparer.Ordinal);
    private readonly List<TextFile> _current = [];
    private readonly Dictionary<string, LabelSet> _labels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _problems = new(StringComparer.Ordinal);
    private readonly ILogger _logger = context.Logs.CreateLogger(typeof(TextfileCollector).FullName!);
    private FamilyWriter _merged = new();
    private List<string> _mergeProblems = [];
    private long _scrape;

    public static IReadOnlyList<Setting> Settings { get; } = [Directories, MaxBytes];

    public string Name => "textfile";

    /// <summary>Its own families; those of the files are not known beforehand.</summary>
    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        _scrape++;
        _current.Clear();
        var changed = false;
        var failed = false;
        foreach (var pattern in _patterns)
        {
            if (pattern.Length == 0)
            {
                continue;
            }

            if (Wildcard.IsPattern(pattern) && Glob.Expand(pattern) is { Count: > 0 } found)
            {
                foreach (var directory in found)
                {
                    ReadDirectory(directory, ref changed, ref failed);
                }
            }
            else
            {
                ReadDirectory(pattern, ref changed, ref failed);
            }
        }

        if (changed | Forget())
        {
            Merge();
        }

        writer.Include(_merged);

        foreach (var file in _current)
        {
            failed |= file.Error is not null;
            if (file.Error is null)
            {
                writer.Write(ModifiedTime, file.ModifiedSeconds, Labels(file.Path));
            }
        }

        writer.Write(ScrapeError, failed || _mergeProblems.Count > 0 ? 1 : 0);
    }

    /// <inheritdoc/>
    public void OnFamiliesRefused(FamilyWriter writer) => writer.Replace(ScrapeError, 1);

    private void ReadDirectory(string directory, ref bool changed, ref bool failed)
    {
        var isKnown = _listings.TryGetValue(directory, out var known);
        var (listing, paths) = isKnown ? known : (new DirectoryListing(directory), []);
        var isChanged = listing.Refresh();
        if (isChanged)
        {
            changed = true;
            paths = Paths(listing);
            _listings[directory] = (listing, paths);
        }

        if (listing.Errno != Errno.None)
        {
            failed = true;
            if (isChanged)
            {
                Log.FileRefused(_logger, new ProcFileException(directory, listing.Errno).Message);
            }
        }

        foreach (var path in paths)
        {
            ReadFile(path, ref changed);
        }
    }

    private static string[] Paths(DirectoryListing listing) =>
        [.. listing.Names.Where(name => name.EndsWith(".prom", StringComparison.Ordinal)).Select(name => Path.Combine(listing.Path, name))];

    private void ReadFile(string path, ref bool changed)
    {
        if (!_files.TryGetValue(path, out var file))
        {
            _files.Add(path, file = new TextFile(path, _maxBytes, context.Time));
        }

        if (file.SeenIn == _scrape)
        {
            return; // two patterns that name one directory
        }

        var isChanged = file.Refresh(out var isGone);
        if (isGone)
        {
            changed = true;
            return;
        }

        file.SeenIn = _scrape;
        _current.Add(file);
        changed |= isChanged;
    }

    /// <summary>Lets go of files that are no longer there. True if there were any.</summary>
    private bool Forget()
    {
        if (_files.Count == _current.Count)
        {
            return false;
        }

        foreach (var (path, file) in _files)
        {
            if (file.SeenIn != _scrape)
            {
                _files.Remove(path);
                _labels.Remove(path);
            }
        }

        return true;
    }

    private void Merge()
    {
        var merge = new TextfileMerge();
        foreach (var file in _current)
        {
            merge.Add(file.Path, file.Parse());
            if (file.TakeNewError() is { } error)
            {
                Log.FileRefused(_logger, error);
            }
        }

        _merged = merge.Finish();
        _mergeProblems = merge.Problems;
        foreach (var problem in _mergeProblems)
        {
            if (!_problems.Contains(problem))
            {
                Log.FileRefused(_logger, problem);
            }
        }

        _problems.Clear();
        _problems.UnionWith(_mergeProblems);
    }

    private LabelSet Labels(string path)
    {
        if (!_labels.TryGetValue(path, out var labels))
        {
            _labels.Add(path, labels = LabelSet.Of("file", path));
        }

        return labels;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "textfile was not used in full: {Problem}")]
        public static partial void FileRefused(ILogger logger, string problem);
    }
}
