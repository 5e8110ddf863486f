using Exporters.Containers.Usage;
using Exporters.Docker;
using Exporters.Docker.Answers;
using Exporters.Linux;
using Exporters.Linux.Cgroups;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// Every container that the daemon tells of, kept up to date by what the watcher hears: events, lists and inspections. Asks nobody
/// itself but the kernel for a container's group. Only the watcher touches it.
/// </summary>
internal sealed class ContainerBook(HostPaths paths, CgroupTree tree, ContainerLabels labels, DateTimeOffset bootTime, bool hostNetwork)
{
    private readonly Dictionary<string, ContainerRecord> _records = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);
    private readonly List<string> _gone = [];
    private readonly CgroupLocator _locator = new(paths, tree);

    /// <summary>Whether the daemon lets systemd make the groups.</summary>
    public bool SystemdDriver { get; set; }

    /// <summary>Since when events are heard, in nanoseconds since 1970.</summary>
    public long HeardSince { get; set; }

    public IReadOnlyCollection<ContainerRecord> Records => _records.Values;

    public bool Knows(string id) => _records.ContainsKey(id);

    /// <summary>Whether the container was in the daemon's last list.</summary>
    public bool IsListed(string id) => _listed.Contains(id);

    /// <summary>Takes in an event. What it means beyond that is seen by inspection.</summary>
    public void Apply(DockerEvent happened)
    {
        if (happened.Action == "destroy")
        {
            _records.Remove(happened.ContainerId);
            _unknown.Remove(happened.ContainerId);
        }
        else if (_records.TryGetValue(happened.ContainerId, out var record))
        {
            record.Tally.Observe(happened);
            record.IsDirty = true;
            record.Shown = null;
        }
        else
        {
            _unknown.Add(happened.ContainerId);
        }
    }

    /// <summary>Takes in the daemon's list: forgets what is not in it, and marks what differs from what is known.</summary>
    public void Apply(IReadOnlyList<ContainerSummary> list)
    {
        _listed.Clear();
        foreach (var summary in list)
        {
            _listed.Add(summary.Id);
            if (!_records.TryGetValue(summary.Id, out var record))
            {
                _unknown.Add(summary.Id);
            }
            else if (Differs(summary, record.Facts) || record.Tally.Settle())
            {
                record.IsDirty = true;
            }
        }

        _gone.Clear();
        foreach (var id in _records.Keys)
        {
            if (!_listed.Contains(id))
            {
                _gone.Add(id);
            }
        }

        foreach (var id in _gone)
        {
            _records.Remove(id);
        }

        _unknown.IntersectWith(_listed);
    }

    /// <summary>Marks containers to be inspected again: all, or those that were not for the longest time.</summary>
    public void MarkOldest(int most)
    {
        if (most >= _records.Count)
        {
            foreach (var record in _records.Values)
            {
                record.IsDirty = true;
            }

            return;
        }

        for (; most > 0; most--)
        {
            ContainerRecord? oldest = null;
            foreach (var record in _records.Values)
            {
                oldest = !record.IsDirty && (oldest is null || record.InspectedAt < oldest.InspectedAt) ? record : oldest;
            }

            if (oldest is null)
            {
                return;
            }

            oldest.IsDirty = true;
        }
    }

    /// <summary>The ids that have to be inspected now.</summary>
    public IReadOnlyList<string> ToInspect()
    {
        var ids = new List<string>(_unknown);
        foreach (var (id, record) in _records)
        {
            if (record.IsDirty)
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    /// <summary>Takes in an inspection; null when the container is gone.</summary>
    public void Apply(string id, ContainerDetails? details, long timestamp)
    {
        _unknown.Remove(id);
        if (details is null)
        {
            _records.Remove(id);
            return;
        }

        var facts = ContainerFacts.Of(details);
        if (_records.TryGetValue(id, out var record))
        {
            var restarts = record.Tally.Total;
            record.Tally.Observe(facts);
            record.Shown = record.Tally.Total == restarts ? record.Shown : null;
        }
        else
        {
            _records.Add(id, record = new ContainerRecord(facts));
            record.Tally.Begin(facts, bootTime, HeardSince);
        }

        // Most inspections show nothing new: what is old already is kept, so that the heap does not fill with copies of it.
        facts = facts.SameAs(record.Facts) ? record.Facts : facts;
        var usage = record.Usage;
        Place(record, facts);
        record.Shown = ReferenceEquals(facts, record.Facts) && ReferenceEquals(usage, record.Usage) ? record.Shown : null;
        record.IsDirty = false;
        record.InspectedAt = timestamp;
        record.Facts = facts;
    }

    /// <summary>A container cannot be inspected now: it waits for the next round.</summary>
    public void Skip(string id, long timestamp)
    {
        _unknown.Remove(id);
        if (_records.TryGetValue(id, out var record))
        {
            record.IsDirty = false;
            record.InspectedAt = timestamp;
        }
    }

    /// <summary>The daemon was lost.</summary>
    public void Lost(long nowNanoseconds)
    {
        foreach (var record in _records.Values)
        {
            record.Tally.Lost(nowNanoseconds);
        }
    }

    /// <summary>The containers as the page shall show them.</summary>
    public IReadOnlyList<TrackedContainer> Show()
    {
        var shown = new TrackedContainer[_records.Count];
        var i = 0;
        foreach (var record in _records.Values)
        {
            shown[i++] = record.Shown ??= new TrackedContainer
            {
                Facts = record.Facts,
                Labels = record.Usage?.Labels ?? labels.Of(record.Path!, record.Facts),
                Restarts = record.Tally.Counts.ToArray(),
                LastExitCode = record.Tally.LastExitCode,
                OomKilled = record.Facts.OomKilled || record.Tally.LastEndWasOom,
                OomEnds = record.Tally.OomEnds,
                Usage = record.Usage,
            };
        }

        return shown;
    }

    private static bool Differs(ContainerSummary summary, ContainerFacts facts)
    {
        var state = ContainerFacts.KnownState(summary.State);
        return state != facts.State
            || (state == "running" && ContainerFacts.HealthOfStatus(summary.Status) != facts.Health)
            || (OwnName(summary.Names) is { } name && name != facts.Name);
    }

    /// <summary>Names with a second slash are links of other containers.</summary>
    private static string? OwnName(IReadOnlyList<string>? names)
    {
        foreach (var name in names ?? [])
        {
            var own = name.StartsWith('/') ? name[1..] : name;
            if (!own.Contains('/', StringComparison.Ordinal))
            {
                return own;
            }
        }

        return null;
    }

    /// <summary>Finds the container's files, unless they are known for this very process and these very labels.</summary>
    private void Place(ContainerRecord record, ContainerFacts facts)
    {
        var known = record.Path is not null && facts.Pid == record.Facts.Pid && facts.Started == record.Facts.Started
            && facts.IsRunning == record.Facts.IsRunning;
        if (!known)
        {
            // A container that has stopped keeps the path that it had: its series must not change their names.
            record.Path = facts.IsRunning || record.Path is null ? _locator.Find(facts, SystemdDriver) : record.Path;
        }

        if (!facts.IsRunning || !tree.Exists)
        {
            record.Usage = null;
            return;
        }

        if (known && record.Usage is not null && facts.Name == record.Facts.Name && facts.RestartCount == record.Facts.RestartCount)
        {
            return;
        }

        record.Usage = new UsageTarget
        {
            Key = facts.Id,
            Labels = labels.Of(record.Path!, facts),
            Files = known && record.Usage is { } usage ? usage.Files : new CgroupFiles(tree, record.Path!),
            NetDev = (facts.OwnsNetwork || (hostNetwork && facts.NetworkMode == "host")) && facts.Pid > 0 ? paths.Proc($"{facts.Pid}/net/dev") : null,
            CreatedSeconds = Seconds(facts.Created),
            StartedSeconds = Seconds(facts.Started),
            OpenFiles = record.Usage?.OpenFiles,
            TaskStates = known ? record.Usage?.TaskStates : null,
            TasksSeenAt = known ? record.Usage?.TasksSeenAt ?? 0 : 0,
        };
    }

    private static double? Seconds(DateTimeOffset? time) => (time - DateTimeOffset.UnixEpoch)?.TotalSeconds;
}
