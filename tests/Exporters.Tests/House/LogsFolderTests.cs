using System.Text.RegularExpressions;

namespace Exporters.Tests.House;

/// <summary>
/// Which folder of Exporters.Logs may use which, as docs/architecture.md draws it. A folder is a namespace; the files of the module's
/// root stand for themselves.
/// </summary>
[TestFixture]
public sealed class LogsFolderTests
{
    private const string Root = "Exporters.Logs";

    /// <summary>From the bottom to the top: a folder uses only folders that stand before it in this list, so that no two can use each other.</summary>
    private static readonly (string Folder, string[] Uses)[] Allowed =
    [
        ("Records", []),
        ("Storage", []),
        ("Parsing.Times", ["Records"]),
        ("Parsing.Fields", ["Records", "Parsing.Times"]),
        ("Parsing.Json", ["Records", "Parsing.Times", "Parsing.Fields"]),
        ("Parsing.Formats", ["Records", "Parsing.Times", "Parsing.Fields", "Parsing.Json"]),
        ("Parsing", ["Records", "Parsing.Times", "Parsing.Fields", "Parsing.Json", "Parsing.Formats"]),
        ("Multiline", ["Records", "Parsing.Times"]),
        ("Steps", ["Records"]),
        ("Paths", ["Records"]),
        ("Streams", ["Parsing", "Multiline", "Steps", "Paths"]),
        ("Batching", ["Records", "Parsing", "Multiline", "Streams"]),
        ("Framing", ["Records", "Parsing.Formats", "Streams", "Batching"]),
        ("Spool", ["Storage"]),
        ("Otlp", ["Records"]),
        ("Checkpoints", ["Storage", "Streams", "Batching"]),
        ("Delivery", ["Storage", "Streams", "Batching", "Otlp", "Checkpoints"]),
        ("Tailing", ["Records", "Paths", "Streams", "Batching", "Framing", "Spool"]),
        ("Sources", ["Records", "Parsing", "Multiline", "Steps", "Paths", "Streams", "Batching", "Spool", "Tailing"]),
        ("Sources.Files", ["Records", "Paths", "Streams", "Tailing"]),
        ("Sources.Containers", ["Records", "Storage", "Parsing.Times", "Paths", "Streams", "Batching", "Framing", "Spool", "Tailing", "Sources"]),
        ("Sources.Journal", ["Records", "Parsing", "Parsing.Fields", "Paths", "Streams", "Batching", "Framing", "Sources"]),
        ("Sources.Stdin", ["Storage", "Streams", "Batching", "Spool", "Tailing", "Sources"]),
        ("LogsConfig", ["Otlp", "Batching", "Spool", "Tailing", "Sources"]),
        ("LogsConfigReader", ["LogsConfig", "Parsing", "Multiline", "Steps", "Paths", "Otlp", "Batching", "Spool", "Tailing", "Sources"]),
        ("Checks", ["Storage", "Paths", "Otlp", "Sources", "LogsConfig"]),
        ("Pipeline",
        [
            "Records", "Storage", "Parsing", "Parsing.Formats", "Multiline", "Steps", "Paths", "Streams", "Batching", "Otlp", "Checkpoints", "Delivery",
            "Tailing", "Sources", "Sources.Files", "Sources.Containers", "Sources.Journal", "Sources.Stdin", "LogsConfig",
        ]),
        ("Runs",
        [
            "Records", "Storage", "Parsing", "Steps", "Paths", "Streams", "Batching", "Framing", "Otlp", "Checkpoints", "Tailing",
            "Sources", "Sources.Stdin", "LogsConfig", "Pipeline",
        ]),
        ("LogsModule", ["Steps", "Otlp", "LogsConfig", "Pipeline"]),
    ];

    [Test]
    public void The_list_of_folders_has_no_cycle()
    {
        for (var i = 0; i < Allowed.Length; i++)
        {
            var (folder, uses) = Allowed[i];
            Assert.That(uses, Is.SubsetOf(Allowed[..i].Select(lower => lower.Folder)), folder);
        }
    }

    [Test]
    public void Every_folder_uses_only_what_stands_below_it()
    {
        var files = SourceFiles();
        var allowed = Allowed.SelectMany(entry => entry.Uses, static (entry, uses) => $"{entry.Folder} -> {uses}").ToHashSet(StringComparer.Ordinal);
        var arrows = files.SelectMany(file => Uses(file, files)).Distinct(StringComparer.Ordinal).ToList();

        Assert.That(files.Select(file => file.Folder).Distinct(), Is.EquivalentTo(Allowed.Select(entry => entry.Folder)));
        Assert.That(arrows.Where(arrow => !allowed.Contains(arrow)).Order(StringComparer.Ordinal), Is.Empty, "not in the list");
        Assert.That(allowed.Where(arrow => !arrows.Contains(arrow)).Order(StringComparer.Ordinal), Is.Empty, "in the list, and no longer there");
    }

    private static List<(string Folder, string Type, string Text)> SourceFiles()
    {
        var root = Path.Combine(Repository.Root, "src", Root);
        return
        [
            .. Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(root, path))
                .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
                .Select(path => (
                    Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder.Replace('/', '.') : Path.GetFileNameWithoutExtension(path),
                    Path.GetFileName(path).Split('.')[0],
                    Regex.Replace(File.ReadAllText(Path.Combine(root, path)), "^ *//.*$", "", RegexOptions.Multiline))),
        ];
    }

    /// <summary>
    /// The folders that a file uses: those of its using directives, which the build keeps free of unused ones, and the folders around
    /// its own, whose types need no directive.
    /// </summary>
    private static IEnumerable<string> Uses((string Folder, string Type, string Text) file, List<(string Folder, string Type, string Text)> files)
    {
        foreach (Match use in Regex.Matches(file.Text, @"^using (?:static )?Exporters\.Logs\.(?<folder>[\w.]+);", RegexOptions.Multiline))
        {
            yield return $"{file.Folder} -> {use.Groups["folder"].Value}";
        }

        var words = Regex.Matches(file.Text, @"(?<![\w.])[A-Z]\w*").Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var (folder, type, _) in files)
        {
            var isAround = folder == type || file.Folder.StartsWith(folder + '.', StringComparison.Ordinal);
            if (isAround && file.Folder != folder && words.Contains(type))
            {
                yield return $"{file.Folder} -> {folder}";
            }
        }
    }
}
