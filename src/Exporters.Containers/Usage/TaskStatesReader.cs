using System.Globalization;
using Exporters.Linux;

namespace Exporters.Containers.Usage;

/// <summary>
/// What the tasks of a group do: the third field of <c>/proc/TID/stat</c>, proc_pid_stat(5), of each. Takes a file for each task,
/// so it is done by the watcher once a round and not at the scrape. The peer asks taskstats, which knows groups of cgroup v1 alone.
/// </summary>
internal sealed class TaskStatesReader(HostPaths paths, TimeProvider time)
{
    /// <summary>Of a group with more tasks nothing is told: looking at all of them would cost too much.</summary>
    public const int MostTasks = 2000;

    private const double SmoothedSeconds = 10;
    private const double Negligible = 0.0001;

    private readonly List<int> _tasks = [];

    /// <summary>Looks at them; null when there are too many or the group is gone. A task that ends meanwhile is passed over.</summary>
    public TaskStates? Read(UsageTarget target)
    {
        _tasks.Clear();
        if (ProcFile.TryRead(target.Files.Tasks, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            for (var lines = new Utf8Cursor(file.Bytes, target.Files.Tasks, unreadable: static _ => { }); lines.NextLine(out var line);)
            {
                if (line.UInt64() is { } number)
                {
                    _tasks.Add((int)number);
                }
            }
        }

        if (_tasks.Count > MostTasks)
        {
            return null;
        }

        int sleeping = 0, running = 0, stopped = 0, uninterruptible = 0;
        foreach (var task in _tasks)
        {
            switch (State(task))
            {
                case 'R':
                    running++;
                    break;
                case 'S' or 'I':
                    sleeping++;
                    break;
                case 'T' or 't':
                    stopped++;
                    break;
                case 'D':
                    uninterruptible++;
                    break;
            }
        }

        var now = time.GetTimestamp();
        var before = target.TaskStates;
        var kept = before is null ? 0 : Math.Exp(-time.GetElapsedTime(target.TasksSeenAt, now).TotalSeconds / SmoothedSeconds);
        target.TasksSeenAt = now;
        var states = new TaskStates(
            sleeping, running, stopped, uninterruptible,
            Smoothed(before?.Load, running, kept),
            Smoothed(before?.UninterruptibleLoad, uninterruptible, kept));
        return states == before ? before : states; // what is old already is kept, so that the heap does not fill with copies of it
    }

    private static double Smoothed(double? before, int now, double kept)
    {
        var load = ((before ?? now) * kept) + (now * (1 - kept));
        return Math.Abs(load - now) < Negligible ? now : load;
    }

    /// <summary>The name before the state may hold anything, a parenthesis too: <c>8310 (a) b) S 1 …</c>.</summary>
    private char State(int task)
    {
        if (ProcFile.TryRead(paths.Proc(string.Create(CultureInfo.InvariantCulture, $"{task}/stat")), out var file) != Errno.None)
        {
            return '\0';
        }

        using (file)
        {
            var text = file.Bytes;
            var end = text.LastIndexOf((byte)')');
            return end >= 0 && end + 2 < text.Length ? (char)text[end + 2] : '\0';
        }
    }
}
