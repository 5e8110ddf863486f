using Exporters.Logs.Batching;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Sources;

/// <summary>Reads a source that is no set of files. Called by the reading loop alone, and never waits.</summary>
internal interface ISourceReader : IDisposable
{
    /// <summary>Whether nothing more will come, and everything was handed to the intake.</summary>
    bool IsAtEnd { get; }

    /// <summary>Whether the last <see cref="Read"/> left something where it is because there was no room for it.</summary>
    bool WantsRoom { get; }

    /// <summary>Bytes at hand and not acknowledged.</summary>
    long LagBytes { get; }

    /// <summary>What keeps it from being read: the source, the bounded reason, and a text for people; null when nothing does.</summary>
    (string Source, string Reason, string Text)? Trouble => null;

    /// <summary>Whether a stream that an earlier run left is of this kind of source: an entry of the journal, a container, a log file of one.</summary>
    bool IsOfItsKind(StreamState state);

    /// <summary>Takes up where the run before stood. Called once, before the first <see cref="Read"/>.</summary>
    /// <param name="intake">Takes what is read.</param>
    /// <param name="numbers">Numbers for new streams.</param>
    /// <param name="known">The streams of this source that the checkpoints know.</param>
    /// <param name="wake">To be called, from any thread, when there is something new: the loop looks at once instead of at the next poll.</param>
    void Open(Intake intake, StreamNumbers numbers, IReadOnlyList<StreamState> known, Action wake);

    /// <summary>Reads what is there, as far as there is room; true when there is more at once.</summary>
    bool Read();
}
