namespace Exporters.Logs.Tailing;

/// <summary>What is known of the next record of a file.</summary>
internal enum TurnState
{
    /// <summary>Nothing: the file was not looked at in this run.</summary>
    Unknown,

    /// <summary>It is no earlier than the last one that was read.</summary>
    Behind,

    /// <summary>Its time: it was seen, and left because others are further behind.</summary>
    Seen,

    /// <summary>There was none when the file was looked at last.</summary>
    AtEnd,
}
