namespace Exporters.Metrics;

/// <summary>Why a source cannot be read; the lower-case name is the value of the label <c>reason</c>.</summary>
public enum UnavailableReason
{
    /// <summary>This kernel or machine does not have it. Nothing to mend: not logged above debug.</summary>
    Absent,

    /// <summary>It exists and this process may not read it.</summary>
    Permission,

    /// <summary>A mount or setting that this collector needs is not there.</summary>
    Configuration,

    /// <summary>It did not answer in time.</summary>
    Timeout,

    /// <summary>Nobody answers.</summary>
    Unreachable,

    /// <summary>The text is not what the reader knows.</summary>
    Format,

    /// <summary>Reading failed in the system.</summary>
    Io,

    /// <summary>A fault in this program.</summary>
    Bug,
}
