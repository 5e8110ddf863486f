using Exporters.Logs.Batching;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Sources.Journal;

/// <summary>The entries of one unit. Its offsets are numbers of entries as this source counts them over all units.</summary>
internal sealed class JournalStream(int id, string key, SourceSetup source, LogResource resource) : LogStream(id, key, source, resource)
{
    /// <summary>The last entry of it that was read.</summary>
    public long ReadOffset { get; set; }

    /// <summary>The first entry of it that was read since it last had none pending.</summary>
    public long FirstPending { get; set; }

    /// <summary>The numbering of the last entry of it that was taken, in this run or settled in an earlier one.</summary>
    public UInt128 Numbering { get; set; }

    /// <summary>The sequence number of that entry: what is not above it has been taken.</summary>
    public ulong Sequence { get; set; }

    /// <summary>Whether something of it waits for an acknowledgement.</summary>
    public bool IsPending => AckedOffset < ReadOffset;

    /// <summary>Everything before this entry of the journal is settled as far as this unit is concerned.</summary>
    public long Unsettled => IsPending ? Math.Max(FirstPending, AckedOffset + 1) : long.MaxValue;
}
