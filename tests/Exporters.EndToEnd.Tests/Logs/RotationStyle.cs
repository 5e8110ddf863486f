namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>What may be done with a log file.</summary>
internal enum RotationStyle
{
    /// <summary>Renamed, and created anew.</summary>
    Rename,

    /// <summary>Twice at once, with some lines in between.</summary>
    RenameTwice,

    /// <summary>Renamed, and written on for a while before it is created anew.</summary>
    WriteOn,

    /// <summary>Renamed to a name with the date.</summary>
    Dated,

    /// <summary>Copied and truncated.</summary>
    Copy,

    /// <summary>Truncated, when it is settled.</summary>
    Truncate,

    /// <summary>Deleted when it is settled, and created anew, often with the same inode.</summary>
    Delete,

    /// <summary>Renamed and compressed when it is settled.</summary>
    Compress,

    /// <summary>The program goes on with a file of the next number.</summary>
    Next,

    /// <summary>The symbolic link leads to another file from now on.</summary>
    Link,

    /// <summary>The program goes on in another directory, moved in.</summary>
    Directory,
}
