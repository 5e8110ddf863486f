namespace Exporters.Linux.Journal;

/// <summary>The journal cannot be read. The message says what was tried and what to do.</summary>
public sealed class JournalException : Exception
{
    /// <summary>Says why.</summary>
    /// <param name="reason">One word for a label: <c>absent</c>, <c>denied</c>, <c>library</c> or <c>io</c>.</param>
    /// <param name="message">For people.</param>
    /// <param name="inner">What came before it.</param>
    public JournalException(string reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    /// <summary><c>absent</c>, <c>denied</c>, <c>library</c> or <c>io</c>.</summary>
    public string Reason { get; }
}
