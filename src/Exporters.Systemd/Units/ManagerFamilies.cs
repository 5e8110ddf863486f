using Exporters.Metrics;
using Exporters.Metrics.Running;
using Exporters.Systemd.Bus;

namespace Exporters.Systemd.Units;

/// <summary>What the managers say of themselves: which answer, the stages of the boot, the watchdog, and systemd-resolved's counters.</summary>
internal static class ManagerFamilies
{
    private const double MicrosPerSecond = 1e6;

    private static readonly Family Up = Family.Gauge(
        "systemd_manager_up", "1 if the manager answered in the last round.", "manager", "user");

    private static readonly Family BootMonotonic = Family.Gauge(
        "systemd_boot_monotonic_seconds", "When a stage of the boot was reached, in seconds on the monotonic clock; 0 when there was none.", "stage");

    private static readonly Family BootTime = Family.Gauge(
        "systemd_boot_time_seconds", "When a stage of the boot was reached, in seconds since 1970; 0 when there was none.", "stage");

    private static readonly Family WatchdogEnabled = Family.Gauge("systemd_watchdog_enabled", "1 if systemd feeds a hardware watchdog.");

    private static readonly Family WatchdogPingMonotonic = Family.Gauge(
        "systemd_watchdog_last_ping_monotonic_seconds", "When the watchdog was fed last, in seconds on the monotonic clock.", "device");

    private static readonly Family WatchdogPing = Family.Gauge(
        "systemd_watchdog_last_ping_time_seconds", "When the watchdog was fed last, in seconds since 1970.", "device");

    private static readonly Family WatchdogRuntime = Family.Gauge(
        "systemd_watchdog_runtime_seconds", "Time after which the watchdog resets the machine, in seconds.", "device");

    private static readonly Family CacheSize = Family.Gauge("systemd_resolved_current_cache_size", "Entries in the cache of systemd-resolved.");

    private static readonly Family CacheHits = Family.Counter("systemd_resolved_cache_hits_total", "Questions answered from the cache.");

    private static readonly Family CacheMisses = Family.Counter("systemd_resolved_cache_misses_total", "Questions that the cache could not answer.");

    private static readonly Family CurrentTransactions = Family.Gauge("systemd_resolved_current_transactions", "Transactions under way.");

    private static readonly Family Transactions = Family.Counter("systemd_resolved_transactions_total", "Transactions since the start.");

    private static readonly Family Secure = Family.Counter("systemd_resolved_dnssec_secure_total", "DNSSEC verdicts: secure.");

    private static readonly Family Insecure = Family.Counter("systemd_resolved_dnssec_insecure_total", "DNSSEC verdicts: insecure.");

    private static readonly Family Bogus = Family.Counter("systemd_resolved_dnssec_bogus_total", "DNSSEC verdicts: bogus.");

    private static readonly Family Indeterminate = Family.Counter("systemd_resolved_dnssec_indeterminate_total", "DNSSEC verdicts: indeterminate.");

    public static IReadOnlyList<Family> All { get; } =
    [
        Up, BootMonotonic, BootTime, WatchdogEnabled, WatchdogPingMonotonic, WatchdogPing, WatchdogRuntime, CacheSize, CacheHits, CacheMisses,
        CurrentTransactions, Transactions, Secure, Insecure, Bogus, Indeterminate,
    ];

    /// <summary>Whether a manager answers; one that is not there at all is not mentioned.</summary>
    public static void WriteUp(FamilyWriter writer, ManagerWatcher watcher)
    {
        var status = watcher.Status;
        if (status.Rounds == 0 || status.IsAbsent)
        {
            return;
        }

        var user = watcher.Manager.User;
        writer.Write(Up, status.Reason is null ? 1 : 0, user is null ? null : "user", user);
        if (status.Reason is { } reason)
        {
            writer.Write(SelfFamilies.SourceUnreadable, 1, watcher.Manager.ToString(), CollectorRunner.ReasonName(reason));
        }
    }

    /// <summary>Facts of the system's manager, and of systemd-resolved if it was asked.</summary>
    public static void Write(FamilyWriter writer, List<ManagerSnapshot> snapshots, ResolvedStatistics? resolved)
    {
        if (snapshots.Find(snapshot => snapshot.Manager.IsSystem) is { Properties: var manager })
        {
            WriteBoot(writer, manager);
            WriteWatchdog(writer, manager);
        }

        if (resolved is { Cache: [var size, var hits, var misses] })
        {
            writer.Write(CacheSize, size);
            writer.Write(CacheHits, hits);
            writer.Write(CacheMisses, misses);
        }

        if (resolved is { Transactions: [var current, var total] })
        {
            writer.Write(CurrentTransactions, current);
            writer.Write(Transactions, total);
        }

        if (resolved is { Dnssec: [var secure, var insecure, var bogus, var indeterminate] })
        {
            writer.Write(Secure, secure);
            writer.Write(Insecure, insecure);
            writer.Write(Bogus, bogus);
            writer.Write(Indeterminate, indeterminate);
        }
    }

    private static void WriteBoot(FamilyWriter writer, ManagerProperties manager)
    {
        for (var i = 0; i < ManagerProperties.Stages.Count; i++)
        {
            if (manager.StageMonotonicTimes[i] is not { } monotonic || manager.StageTimes[i] is not { } wall)
            {
                // The peer stops at the first that a manager lacks.
                return;
            }

            writer.Write(BootMonotonic, monotonic / MicrosPerSecond, ManagerProperties.Stages[i]);
            writer.Write(BootTime, wall / MicrosPerSecond, ManagerProperties.Stages[i]);
        }
    }

    private static void WriteWatchdog(FamilyWriter writer, ManagerProperties manager)
    {
        if (manager.WatchdogDevice is not { } device)
        {
            return;
        }

        writer.Write(WatchdogEnabled, device.Length > 0 ? 1 : 0);
        if (device.Length > 0)
        {
            writer.WriteIfKnown(WatchdogPingMonotonic, manager.WatchdogLastPingMonotonic / MicrosPerSecond, device);
            writer.WriteIfKnown(WatchdogPing, manager.WatchdogLastPing / MicrosPerSecond, device);
            writer.WriteIfKnown(WatchdogRuntime, manager.WatchdogRuntime / MicrosPerSecond, device);
        }
    }
}
