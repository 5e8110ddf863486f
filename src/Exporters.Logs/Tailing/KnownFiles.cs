using Exporters.Logs.Streams;

namespace Exporters.Logs.Tailing;

/// <summary>
/// Files of earlier runs that no source has taken yet: their finder does not know its files so far, or no pattern matches their path.
/// What the checkpoints hold of them stays as it is.
/// </summary>
internal sealed class KnownFiles
{
    private readonly Dictionary<(ulong Device, ulong Inode), (StreamState State, FileOwner? Owner)> _files = [];

    /// <summary>Adds a file, with the source that it belongs to once that one knows its files; null when there is none.</summary>
    public void Add(StreamState state, FileOwner? owner)
    {
        var identity = (state.Identity!.Device, state.Identity.Inode);
        if (!_files.TryGetValue(identity, out var other) || other.State.Id < state.Id)
        {
            _files[identity] = (state, owner);
        }
    }

    /// <summary>Takes out the files that belong to a finder.</summary>
    public List<(StreamState State, FileOwner Owner)> TakeAll(IFileFinder finder)
    {
        var taken = new List<(StreamState State, FileOwner Owner)>();
        foreach (var (identity, (state, owner)) in _files)
        {
            if (owner is { } known && known.Finder == finder)
            {
                taken.Add((state, known));
                _files.Remove(identity);
            }
        }

        return taken;
    }

    /// <summary>Takes out the file that this inode was in an earlier run; null when it was none.</summary>
    public StreamState? Take(ulong device, ulong inode) => _files.Remove((device, inode), out var known) ? known.State : null;
}
