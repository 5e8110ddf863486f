using Exporters.Logs.Streams;

namespace Exporters.Logs.Batching;

/// <summary>What one stream gave to one batch, and where the stream stands once the batch is settled.</summary>
internal sealed class BatchPart
{
    private readonly List<(string Reason, long Lines)> _dropped = [];

    public LogStream Stream { get; private set; } = null!;

    public Batch Batch { get; private set; } = null!;

    /// <summary>Which of the batch's parts it is.</summary>
    public int Index { get; private set; }

    public FileFingerprint? Identity { get; set; }

    public Position End { get; set; }

    /// <summary>Where the stream stands before this, when all before is settled and no checkpoint may tell so yet: it was just found; null otherwise.</summary>
    public SettledPosition? From { get; set; }

    /// <summary>Where a source that is no file goes on; null when it does not say.</summary>
    public string? Cursor { get; set; }

    /// <summary>When the file had last been written as this was read, UTC ticks.</summary>
    public long ModifiedTicks { get; set; }

    public long LastTicks { get; set; }

    public List<ReplayMark> Marks { get; } = [];

    /// <summary>Lines taken from the stream, the dropped ones included.</summary>
    public int Lines { get; set; }

    /// <summary>Whether <see cref="End"/> tells where the stream stands after all lines in it. Until then its batch must not go.</summary>
    public bool IsSealed { get; set; }

    /// <summary>Whether this is the last of a file that is no longer there: its checkpoint goes away.</summary>
    public bool Ends { get; set; }

    public ReadOnlySpan<(string Reason, long Lines)> Dropped => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_dropped);

    public void Begin(LogStream stream, Batch batch, int index)
    {
        Index = index;
        Stream = stream;
        Batch = batch;
        Identity = stream.Identity;
        End = default;
        From = null;
        IsSealed = false;
        Cursor = null;
        ModifiedTicks = 0;
        LastTicks = stream.LastTicks;
        Marks.Clear();
        Lines = 0;
        Ends = false;
        _dropped.Clear();
    }

    public void Drop(string reason, int lines)
    {
        for (var i = 0; i < _dropped.Count; i++)
        {
            if (_dropped[i].Reason == reason)
            {
                _dropped[i] = (reason, _dropped[i].Lines + lines);
                return;
            }
        }

        _dropped.Add((reason, lines));
    }
}
