namespace Exporters.Logs.Spool;

/// <summary>What a spool at its size cap does with what comes.</summary>
internal enum WhenFull
{
    /// <summary>Whoever writes waits: nothing is lost.</summary>
    Block,

    /// <summary>The oldest lines that are not on their way yet make room, and are counted as dropped.</summary>
    DropOldest,
}
