using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>What the tasks of a group do, as they were looked at in the last round.</summary>
internal static class TaskUsage
{
    private const double LoadScale = 1000;

    private static readonly Family TasksState = Family.Gauge("container_tasks_state", "Tasks by state, as seen each round.", "state");
    private static readonly Family Load = Family.Gauge("container_cpu_load_average_10s", "Thousandths of running tasks, smoothed over ten seconds.");

    private static readonly Family UninterruptibleLoad = Family.Gauge(
        "container_cpu_load_d_average_10s", "Thousandths of uninterruptible tasks, smoothed over ten seconds.");

    public static IReadOnlyList<Family> Families { get; } = [TasksState, Load, UninterruptibleLoad];

    public static void Write(FamilyWriter writer, TaskStates tasks, LabelSet labels)
    {
        writer.Write(TasksState, tasks.Sleeping, labels, "sleeping");
        writer.Write(TasksState, tasks.Running, labels, "running");
        writer.Write(TasksState, tasks.Stopped, labels, "stopped");
        writer.Write(TasksState, tasks.Uninterruptible, labels, "uninterruptible");
        writer.Write(Load, Math.Round(tasks.Load * LoadScale), labels);
        writer.Write(UninterruptibleLoad, Math.Round(tasks.UninterruptibleLoad * LoadScale), labels);
    }
}
