namespace Exporters.Doctor;

/// <summary>How much a finding of <c>exporters doctor</c> matters; the highest one is the exit code.</summary>
internal enum Severity
{
    /// <summary>The source is read.</summary>
    Readable = 0,

    /// <summary>This machine does not have it, or it is turned off: nothing to mend.</summary>
    Absent = -1,

    /// <summary>It is there and cannot be read: families are missing from the page.</summary>
    Unreadable = 1,

    /// <summary>A module is dead, or this program is at fault.</summary>
    Broken = 2,
}
