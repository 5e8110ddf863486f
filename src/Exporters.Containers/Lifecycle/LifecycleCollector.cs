using Exporters.Metrics;

namespace Exporters.Containers.Lifecycle;

/// <summary>What became of each container that the daemon tells of, running or not; out of the inventory.</summary>
internal sealed class LifecycleCollector(Inventory inventory, string endpoint, TimeProvider time) : ICollector
{
    private static readonly string[] States = ["created", "running", "paused", "restarting", "exited", "dead"];
    private static readonly string[] Healths = ["none", "starting", "healthy", "unhealthy"];
    private static readonly string[] Reasons = ["oom", "error", "signal", "unhealthy", "manual", "daemon", "completed", "unknown"];

    private static readonly Family State = Family.StateSet("container_state", "1 for the state that the container is in.", "state");
    private static readonly Family Health = Family.StateSet("container_health_status", "1 for what its health check says; none without a check.", "status");

    private static readonly Family HealthState = Family.Gauge(
        "container_health_state", "1 for healthy, 0 for starting or unhealthy, -1 without a health check.");

    private static readonly Family Restarts = Family.Counter(
        "container_restarts_total", "How often it was started again; restarts by its policy before this process began to watch are in it.");

    private static readonly Family RestartsByReason = Family.Counter(
        "container_restarts_by_reason_total", "Restarts by what led to them; unknown for those that nobody watched.", "reason");

    private static readonly Family ExitCode = Family.Gauge("container_last_exit_code", "Exit code of its last end; absent when it is not known to have ended.");
    private static readonly Family OomKilled = Family.Gauge("container_oom_killed", "1 when the kernel killed it for want of memory the last time it ended.");
    private static readonly Family Started = Family.Gauge("container_started_time_seconds", "When it was last started, running or not, in seconds since 1970.");
    private static readonly Family Finished = Family.Gauge("container_finished_time_seconds", "When it last ended, in seconds since 1970; absent if it never did.");

    private static readonly Family Info = Family.Info(
        "container_info", "Facts about the container.", "container_id", "image_id", "version", "restart_policy");

    public string Name => "container_lifecycle";

    public IReadOnlyList<Family> Families { get; } =
    [
        State, Health, HealthState, Restarts, RestartsByReason, ExitCode, OomKilled, Started, Finished, Info,
        SelfFamilies.DataAge, SelfFamilies.SourceUnreadable,
    ];

    public void Collect(FamilyWriter writer)
    {
        var snapshot = inventory.Current;
        foreach (var container in snapshot.Containers)
        {
            Write(writer, container);
        }

        if (snapshot.TakenAt is { } taken)
        {
            writer.Write(SelfFamilies.DataAge, time.GetElapsedTime(taken).TotalSeconds, Name);
        }

        if (snapshot.Problem is { } problem)
        {
            writer.Write(SelfFamilies.SourceUnreadable, 1, endpoint, ReasonName(problem.Reason));
        }
    }

    private static void Write(FamilyWriter writer, TrackedContainer container)
    {
        var (facts, labels) = (container.Facts, container.Labels);
        foreach (var state in States)
        {
            writer.Write(State, state == facts.State ? 1 : 0, labels, state);
        }

        foreach (var health in Healths)
        {
            writer.Write(Health, health == facts.Health ? 1 : 0, labels, health);
        }

        writer.Write(HealthState, facts.Health switch { "none" => -1, "healthy" => 1, _ => 0 }, labels);
        var total = 0UL;
        for (var i = 0; i < Reasons.Length; i++)
        {
            total += container.Restarts[i];
            writer.Write(RestartsByReason, container.Restarts[i], labels, Reasons[i]);
        }

        writer.Write(Restarts, total, labels);
        writer.WriteIfKnown(ExitCode, container.LastExitCode, labels);
        writer.Write(OomKilled, container.OomKilled ? 1 : 0, labels);
        writer.WriteIfKnown(Started, Seconds(facts.Started), labels);
        writer.WriteIfKnown(Finished, Seconds(facts.Finished), labels);
        writer.Write(Info, 1, labels, facts.Id, facts.ImageId, facts.Version, facts.RestartPolicy.Length == 0 ? "no" : facts.RestartPolicy);
    }

    private static double? Seconds(DateTimeOffset? time) => (time - DateTimeOffset.UnixEpoch)?.TotalSeconds;

    private static string ReasonName(UnavailableReason reason) => reason switch
    {
        UnavailableReason.Absent => "absent",
        UnavailableReason.Permission => "permission",
        UnavailableReason.Configuration => "configuration",
        UnavailableReason.Timeout => "timeout",
        UnavailableReason.Format => "format",
        _ => "unreachable",
    };
}
