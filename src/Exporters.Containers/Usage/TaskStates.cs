namespace Exporters.Containers.Usage;

/// <summary>What the tasks of a group did when they were looked at, and the average over the looks.</summary>
/// <param name="Sleeping">Tasks that wait and can be woken (S, I).</param>
/// <param name="Running">Tasks that run or could (R).</param>
/// <param name="Stopped">Stopped and traced tasks (T, t).</param>
/// <param name="Uninterruptible">Tasks that wait and cannot be woken (D).</param>
/// <param name="Load">Running tasks, smoothed over ten seconds.</param>
/// <param name="UninterruptibleLoad">Uninterruptible tasks, smoothed over ten seconds.</param>
internal sealed record TaskStates(int Sleeping, int Running, int Stopped, int Uninterruptible, double Load, double UninterruptibleLoad);
