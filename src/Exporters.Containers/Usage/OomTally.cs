using Exporters.Linux.Cgroups;

namespace Exporters.Containers.Usage;

/// <summary>
/// Adds up the kernel's count of killed processes over a container's lives: the count of a group ends with the group, and a
/// container that is started again has a new one.
/// </summary>
internal sealed class OomTally
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<string> _gone = [];
    private int _round;

    /// <summary>Kills so far, those of earlier groups included.</summary>
    /// <param name="key">The container.</param>
    /// <param name="files">Its group now; null while it has none.</param>
    /// <param name="kills">What the kernel says of this group; null where it says nothing.</param>
    public ulong Total(string key, CgroupFiles? files, ulong? kills)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            _entries.Add(key, entry = new Entry());
        }

        entry.Round = _round;
        if ((files is not null && !ReferenceEquals(files, entry.Files)) || kills < entry.Last)
        {
            entry.Before += entry.Last;
            entry.Last = 0;
        }

        entry.Files = files ?? entry.Files;
        entry.Last = kills ?? entry.Last;
        return entry.Before + entry.Last;
    }

    /// <summary>Forgets containers that were not asked for in this round.</summary>
    public void EndRound()
    {
        _gone.Clear();
        foreach (var (key, entry) in _entries)
        {
            if (entry.Round != _round)
            {
                _gone.Add(key);
            }
        }

        foreach (var key in _gone)
        {
            _entries.Remove(key);
        }

        _round++;
    }

    private sealed class Entry
    {
        public CgroupFiles? Files { get; set; }

        public ulong Before { get; set; }

        public ulong Last { get; set; }

        public int Round { get; set; }
    }
}
