namespace Exporters.Logs.Tailing;

/// <summary>What a look at a file came to.</summary>
internal enum TailResult
{
    /// <summary>Nothing more for now.</summary>
    Idle,

    /// <summary>There is more to read at once.</summary>
    More,

    /// <summary>There is more, and no room for it: the receiver is slower than the writer.</summary>
    NoRoom,

    /// <summary>There is more, and it has to wait for other files of the receiver's stream that are further behind.</summary>
    Ahead,

    /// <summary>It was not read: it waits for room, or for the file before it.</summary>
    Waits,

    /// <summary>Its bytes are not those that were read before: truncated, or another file with its inode.</summary>
    Replaced,

    /// <summary>It cannot be opened: its name is gone, or must not be read.</summary>
    Closed,
}
