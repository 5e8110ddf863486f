using Exporters.Logs.Batching;
using Exporters.Logs.Framing;
using Exporters.Logs.Paths;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;
using Microsoft.Win32.SafeHandles;

namespace Exporters.Logs.Tailing;

/// <summary>One content of one file, from its first byte until the last is acknowledged. A truncated file is a new one.</summary>
internal sealed class TailedFile(int id, SourceSetup source, LogResource resource) : LogStream(id, key: "", source, resource)
{
    /// <summary>The path of the log that it is a file of: where it was at first sight, or the live file's beside which it was found.</summary>
    public required string LogPath { get; init; }

    /// <summary>How far it was read.</summary>
    public Position Read { get; set; }

    /// <summary>The open file; null while it is closed.</summary>
    public SafeFileHandle? Handle { get; set; }

    /// <summary>Its place among the open ones, newest first.</summary>
    public LinkedListNode<TailedFile>? OpenNode { get; set; }

    /// <summary>Length when it was last looked at.</summary>
    public long Size { get; set; }

    /// <summary>When it was last written, as known when it was last looked at; UTC ticks.</summary>
    public long ModifiedTicks { get; set; }

    /// <summary>When it was last seen to grow, or its bytes to change; UTC ticks.</summary>
    public long GrownTicks { get; set; }

    /// <summary>Whether the name leads to it still. If not it was renamed away or deleted, or its content moved to a copy.</summary>
    public bool IsAttached { get; set; } = true;

    /// <summary>Whether the content up to its end was read and nothing more is expected.</summary>
    public bool IsDrained { get; set; }

    /// <summary>Since when it is listed nowhere, UTC ticks; 0 when it is somewhere.</summary>
    public long LostSinceTicks { get; set; }

    /// <summary>Whether its content is nowhere any more: it is not looked at again.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether it has no name any more.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>The file before it under the same name, which must be read to its end first; null when there is none.</summary>
    public TailedFile? Predecessor { get; set; }

    /// <summary>Since when it waits for what its predecessor's last line may still become, UTC ticks; 0 when it does not.</summary>
    public long WaitsSinceTicks { get; set; }

    /// <summary>Whether the next look must compare its bytes even though it did not grow: it was just opened again, or restored.</summary>
    public bool MustVerify { get; set; }

    /// <summary>What was tried on the bytes at the end, which are there still; null when there is something new to try.</summary>
    public Flush? Tried { get; set; }

    /// <summary>The files that the receiver sees as one stream with it; null while it is not looked at.</summary>
    public StreamOrder? Order { get; set; }

    /// <summary>What is known of its next record.</summary>
    public TurnState Turn { get; set; }

    /// <summary>When it was last read to its end, UTC ticks.</summary>
    public long TurnTicks { get; set; }

    /// <summary>How far it was read when <see cref="Turn"/> was noted.</summary>
    public long TurnOffset { get; set; }

    /// <summary>When it was last looked at while it waited for its turn, UTC ticks.</summary>
    public long WaitLookTicks { get; set; }

    /// <summary>Since when nothing more of it could be read, UTC ticks.</summary>
    public long StandsSinceTicks { get; set; }

    /// <summary>Whether the next event is longer than a usual block.</summary>
    public bool NeedsLargeBlock { get; set; }

    /// <summary>Why it cannot be read; null when it can.</summary>
    public string? Unreadable { get; set; }

    /// <summary>Whether it is among those looked at in every round.</summary>
    public bool IsHot { get; set; }

    /// <summary>The round of discovery that last saw it under its name.</summary>
    public long SeenRound { get; set; }

    /// <summary>Whether bytes are left that only need time, or room, to be sent.</summary>
    public bool HasUnread => Size > Read.Offset;

    /// <summary>Whether nothing of it was read yet.</summary>
    public bool IsUnread => Read.Offset == 0;

    /// <summary>Bytes not acknowledged yet.</summary>
    public long LagBytes => Math.Max(0, Size - AckedOffset);

    /// <summary>Path as far as known.</summary>
    public string Path => Identity!.Path;

    /// <summary>Where it is now, in the directory where it was or where a symbolic link led to it; null when it is in neither.</summary>
    public string? Locate() =>
        RotatedNames.Find(Path, Identity!.Device, Identity.Inode)
            ?? (Identity.Target is { } target ? RotatedNames.Find(target, Identity.Device, Identity.Inode) : null);
}
