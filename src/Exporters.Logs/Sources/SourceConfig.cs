using Exporters.Logs.Multiline;
using Exporters.Logs.Parsing;
using Exporters.Logs.Paths;
using Exporters.Logs.Steps;

namespace Exporters.Logs.Sources;

/// <summary>One entry of <c>logs.sources</c>.</summary>
internal sealed record SourceConfig
{
    /// <summary>What it is; key <c>type</c>.</summary>
    public SourceKind Kind { get; init; }

    /// <summary>
    /// The <c>source</c> label of its metrics, and what its counts and checkpoints belong to. Default <see cref="DefaultName"/>; where
    /// several sources have that one, with what tells them apart after a colon: <c>file:/var/log/a.log</c>. It never depends on the
    /// place in the list.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>The service, else the type.</summary>
    public string DefaultName { get; init; } = "";

    /// <summary><c>service.name</c> where nothing else tells it, and <c>job</c> of what is no file: the service, the name as given, or the type.</summary>
    public string ServiceName { get => field ?? Service ?? Name; init; }

    /// <summary>Patterns of paths.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Patterns of paths, or of names when without slash, that are left out.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Resource attributes out of the paths of files; default none.</summary>
    public PathLabels? PathLabels { get; init; }

    /// <summary>The Docker daemon; default as the docker command finds it.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Patterns of units whose entries of the journal are wanted; default all entries, also those of no unit.</summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>A directory of journal files; default this machine's own journal.</summary>
    public string? JournalPath { get; init; }

    /// <summary><c>service.name</c> of its records; default the source's name. Of containers: their compose service, or their name; of the journal: the unit without <c>.service</c>.</summary>
    public string? Service { get; init; }

    /// <summary>Resource attributes of its records, over those of <c>logs.resource</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Resource { get; init; } = [];

    /// <summary>How its lines are read.</summary>
    public FormatConfig Format { get; init; } = new();

    /// <summary>Which of its lines belong together.</summary>
    public MultilineConfig Multiline { get; init; } = new();

    /// <summary>What is done with its records, in this order.</summary>
    public StepsConfig Steps { get; init; } = new();

    /// <summary>Longest line in bytes; default 256 KiB, 1 KiB to 4 MiB.</summary>
    public int MaxLineBytes { get; init; } = 256 * 1024;
}
