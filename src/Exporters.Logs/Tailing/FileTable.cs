namespace Exporters.Logs.Tailing;

/// <summary>The files known, by what they are and by where they are.</summary>
internal sealed class FileTable
{
    private readonly Dictionary<(ulong Device, ulong Inode), TailedFile> _byIdentity = [];
    private readonly Dictionary<string, TailedFile> _holders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TailedFile> _last = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TailedFile>.AlternateLookup<ReadOnlySpan<char>> _byPath;
    private char[] _path = new char[512];

    public FileTable() => _byPath = _holders.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<TailedFile> All => _byIdentity.Values;

    public void Add(TailedFile file) => _byIdentity[(file.Identity!.Device, file.Identity.Inode)] = file;

    public void Remove(TailedFile file)
    {
        var key = (file.Identity!.Device, file.Identity.Inode);
        if (_byIdentity.TryGetValue(key, out var known) && known == file)
        {
            _byIdentity.Remove(key);
        }

        if (_holders.TryGetValue(file.Path, out var holder) && holder == file)
        {
            _holders.Remove(file.Path);
        }
    }

    public TailedFile? ByIdentity(ulong device, ulong inode) => _byIdentity.GetValueOrDefault((device, inode));

    /// <summary>The file that was last seen under a path.</summary>
    public TailedFile? Holder(string path) => _holders.GetValueOrDefault(path);

    /// <summary>The same, without making a string.</summary>
    public TailedFile? ByPath(string directory, ReadOnlySpan<char> name)
    {
        var length = directory.Length + 1 + name.Length;
        if (_path.Length < length)
        {
            _path = new char[length];
        }

        directory.CopyTo(_path);
        _path[directory.Length] = '/';
        name.CopyTo(_path.AsSpan(directory.Length + 1));
        return _byPath.TryGetValue(_path.AsSpan(0, length), out var file) ? file : null;
    }

    /// <summary>Its path leads to it.</summary>
    public void HoldName(TailedFile file)
    {
        _holders[file.Path] = file;
        if (file.Path == file.LogPath)
        {
            _last[file.LogPath] = file;
        }
    }

    /// <summary>The last file that was known under a log's path, also when it is gone.</summary>
    public TailedFile? LastOf(string logPath) => _last.GetValueOrDefault(logPath);

    /// <summary>It was known in an earlier run: the last of its log if none was written later.</summary>
    public void NoteLast(TailedFile file)
    {
        if (!_last.TryGetValue(file.LogPath, out var last) || (last.ModifiedTicks, last.Id).CompareTo((file.ModifiedTicks, file.Id)) < 0)
        {
            _last[file.LogPath] = file;
        }
    }

    /// <summary>Nothing is to be known of it any more.</summary>
    public void ForgetLast(TailedFile file)
    {
        if (_last.TryGetValue(file.LogPath, out var last) && last == file)
        {
            _last.Remove(file.LogPath);
        }
    }

    /// <summary>Another file took the place of one; whoever waited for that waits for it.</summary>
    /// <param name="file">The one before.</param>
    /// <param name="next">The one that has its place.</param>
    /// <param name="goesOn">Whether the one before goes on elsewhere, and is read first.</param>
    public void Replace(TailedFile file, TailedFile next, bool goesOn)
    {
        foreach (var waits in _byIdentity.Values)
        {
            if (waits.Predecessor == file)
            {
                waits.Predecessor = next;
            }
        }

        next.Predecessor = goesOn ? file : file.Predecessor;
    }

    /// <summary>It has another path than before.</summary>
    public void Rename(TailedFile file, string path)
    {
        if (_holders.TryGetValue(file.Path, out var holder) && holder == file)
        {
            _holders.Remove(file.Path);
        }

        file.Identity = file.Identity! with { Path = path, Target = null };
    }

    /// <summary>It is another file by now with the same content: a copy, or the same on a device with another number.</summary>
    public void Move(TailedFile file, ulong device, ulong inode, string path)
    {
        Remove(file);
        file.Identity = file.Identity! with { Device = device, Inode = inode, Path = path, Target = null };
        Add(file);
    }

    /// <summary>Files that a round of discovery did not see under their name.</summary>
    public List<TailedFile> LostTheirName(long round)
    {
        var lost = new List<TailedFile>();
        foreach (var file in _byIdentity.Values)
        {
            if (file.IsAttached && file.SeenRound != round)
            {
                lost.Add(file);
            }
        }

        return lost;
    }

    /// <summary>Files without name that are closed: read to the end and acknowledged, or waiting to be found again.</summary>
    public List<TailedFile> Finished()
    {
        var finished = new List<TailedFile>();
        foreach (var file in _byIdentity.Values)
        {
            if (!file.IsAttached && file.IsDrained && file.Handle is null)
            {
                finished.Add(file);
            }
        }

        return finished;
    }
}
