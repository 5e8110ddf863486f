using Exporters.Logs.Multiline;
using Exporters.Logs.Parsing;
using Exporters.Logs.Paths;
using Exporters.Logs.Steps;

namespace Exporters.Logs.Streams;

/// <summary>What all streams of one configured source share.</summary>
internal sealed class SourceSetup
{
    /// <summary>Counts its lines.</summary>
    public required SourceLedger Ledger { get; init; }

    /// <summary>Makes the parser of one stream.</summary>
    public required Func<ILineParser> Parser { get; init; }

    /// <summary>Makes the joining rule of one stream; null when lines are not joined.</summary>
    public Func<IJoinRule>? JoinRule { get; init; }

    /// <summary>Bounds of a joined event.</summary>
    public JoinBounds Bounds { get; init; } = new();

    /// <summary>Filter, sample, redact, derive; null for none.</summary>
    public IEntrySteps? Steps { get; init; }

    /// <summary>Longest line in bytes; what is over is cut off and counted.</summary>
    public int MaxLineBytes { get; init; } = 256 * 1024;

    /// <summary>Whether a container runtime wrapped each line, and pieces of long lines are to be put together.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>What the path of a file tells; null for nothing.</summary>
    public PathLabels? PathLabels { get; init; }
}
