namespace Exporters.Logs.Storage;

/// <summary>The directory for checkpoints and spool cannot be used; the message says which, why, and what to do.</summary>
internal sealed class StateDirectoryException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether another process uses it.</summary>
    public bool IsInUse { get; init; }
}
