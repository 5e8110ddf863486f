namespace Exporters.Logs.Framing;

/// <summary>How much of what might still go on is closed at the end of the bytes at hand.</summary>
internal enum Flush
{
    /// <summary>Nothing: more is expected.</summary>
    Nothing,

    /// <summary>The event of several lines: nothing followed for as long as it may wait.</summary>
    Event,

    /// <summary>Also a line without its end: the file is gone, or silent for long.</summary>
    Everything,
}
