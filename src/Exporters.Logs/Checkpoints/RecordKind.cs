namespace Exporters.Logs.Checkpoints;

/// <summary>What a record of the checkpoint files says. The numbers are on disk.</summary>
internal enum RecordKind : byte
{
    /// <summary>A stream, whole; or which file it is by now.</summary>
    Stream = 1,

    /// <summary>Up to where a stream is about to be sent, and its marks.</summary>
    Intent = 2,

    /// <summary>Up to where a stream is settled.</summary>
    Settled = 3,

    /// <summary>Lines of a source that were settled with it.</summary>
    Ledger = 4,

    /// <summary>A stream that is over.</summary>
    Ended = 5,

    /// <summary>Where the symbolic links in the path of a stream's file lead to.</summary>
    Target = 6,
}
