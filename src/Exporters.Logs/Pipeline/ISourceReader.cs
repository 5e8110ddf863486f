namespace Exporters.Logs.Pipeline;

/// <summary>Reads a source that is no set of files. Never waits; called by the reading loop alone.</summary>
internal interface ISourceReader
{
    /// <summary>Whether nothing more will come.</summary>
    bool IsAtEnd { get; }

    /// <summary>Bytes at hand and not acknowledged.</summary>
    long LagBytes { get; }

    /// <summary>Reads what is there, as far as there is room; true when there is more at once.</summary>
    bool Read();
}
