namespace Exporters.Logs.Streams;

/// <summary>What a position means for the bytes up to the next line end.</summary>
internal enum LineContinuation : byte
{
    /// <summary>A line starts here.</summary>
    None = 0,

    /// <summary>The line was longer than allowed: what is left of it is skipped.</summary>
    TooLong = 1,

    /// <summary>The line was sent without its end because none came: a line end right here is only that, not an empty line.</summary>
    CutShort = 2,
}
