using Exporters.Metrics;

namespace Exporters.Systemd.Units;

/// <summary>Decides whether what a watcher found may still be shown.</summary>
internal static class Snapshots
{
    /// <summary>The watcher's snapshot; null when there is none that is young enough.</summary>
    public static ManagerSnapshot? TryCurrent(SystemdWatch watch, ManagerWatcher? watcher, TimeProvider time) =>
        watcher?.Snapshot is { } snapshot && time.GetElapsedTime(snapshot.Taken) <= watch.LongestAge ? snapshot : null;

    /// <summary>The watcher's snapshot.</summary>
    /// <exception cref="CollectorUnavailableException">There is none that is young enough; says why.</exception>
    public static ManagerSnapshot Current(SystemdWatch watch, ManagerWatcher? watcher, TimeProvider time) =>
        TryCurrent(watch, watcher, time) ?? throw Unavailable(watcher?.Status);

    /// <summary>Why there is nothing to show.</summary>
    public static CollectorUnavailableException Unavailable(ManagerStatus? status) => status switch
    {
        null => new(UnavailableReason.Absent, "the system's manager is not asked: systemd.managers does not name it"),
        { Reason: { } reason } => new(reason, status.Message),
        _ => new(UnavailableReason.Absent, "the first round is not complete"),
    };
}
