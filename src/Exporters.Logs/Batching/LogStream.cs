using Exporters.Logs.Multiline;
using Exporters.Logs.Parsing;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Batching;

/// <summary>
/// Lines that come one after the other and keep that order: of a file, a container, a unit of the journal. Owned by the reading
/// side; the sending side only moves <see cref="AckedOffset"/>.
/// </summary>
internal class LogStream(int id, string key, SourceSetup source, LogResource resource)
{
    private ILineParser? _parser;
    private IJoinRule? _rule;
    private long _ackedOffset;

    /// <summary>Its number in the checkpoints, never used twice.</summary>
    public int Id { get; } = id;

    /// <summary>What it is known by from run to run when it is no file; empty for a file, which is known by its content.</summary>
    public string Key { get; } = key;

    /// <summary>The configured source whose rules its lines go through.</summary>
    public SourceSetup Source { get; private set; } = source;

    public LogResource Resource { get; set; } = resource;

    /// <summary>Attributes that each of its lines carries.</summary>
    public KeyValuePair<string, object?>[] Attributes { get; set; } = [];

    /// <summary>Which file it is; null when it is none.</summary>
    public FileFingerprint? Identity { get; set; }

    /// <summary>The timestamp of its last record, UTC ticks.</summary>
    public long LastTicks { get; set; }

    /// <summary>Records later than this are left where they are for now: others that the receiver sees as one stream are behind. UTC ticks.</summary>
    public long HorizonTicks { get; set; } = long.MaxValue;

    /// <summary>The time of the record that was left because it is later than the horizon, UTC ticks.</summary>
    public long NextTicks { get; set; }

    /// <summary>Whether <see cref="HeldTicks"/> is asked for: the receiver sees others as one stream with it.</summary>
    public bool WantsHeldTime { get; set; }

    /// <summary>The time of an event that was read and is held, for more may belong to it, UTC ticks; 0 when there is none.</summary>
    public long HeldTicks { get; set; }

    /// <summary>What may have been sent before.</summary>
    public Replay? Replay { get; set; }

    /// <summary>The part of an open batch that its next record goes to; null when none is open.</summary>
    public BatchPart? OpenPart { get; set; }

    /// <summary>Up to here everything is settled. Set by the sending side.</summary>
    public long AckedOffset
    {
        get => Volatile.Read(ref _ackedOffset);
        set => Volatile.Write(ref _ackedOffset, value);
    }

    public ILineParser Parser => _parser ??= Source.Parser();

    public IJoinRule? JoinRule => _rule ??= Source.JoinRule?.Invoke();

    /// <summary>Gives the stream to another source. Only before anything of it was read in this run: its ledger counts what is read.</summary>
    public void GiveTo(SourceSetup source)
    {
        Source = source;
        _parser = null;
        _rule = null;
    }
}
