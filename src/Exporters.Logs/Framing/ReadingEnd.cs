namespace Exporters.Logs.Framing;

/// <summary>Why the reading of a block ended.</summary>
internal enum ReadingEnd
{
    /// <summary>All of it was read, but for what is not complete.</summary>
    BlockRead,

    /// <summary>There is no room for more until something is acknowledged.</summary>
    NoRoom,

    /// <summary>What comes next is later than the stream's horizon.</summary>
    Ahead,

    /// <summary>It took long enough: it is the turn of the others.</summary>
    TurnOver,
}
