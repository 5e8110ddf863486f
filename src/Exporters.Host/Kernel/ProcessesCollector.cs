using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Kernel;

/// <summary>
/// Processes and threads by state, from <c>/proc/PID/stat</c>, proc_pid_stat(5). Off by default: it reads a file for every
/// process and every thread of those that have several. What ends while it is read is passed over.
/// </summary>
internal sealed class ProcessesCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Threads = All.Gauge("node_processes_threads", "Threads of all processes.");
    private static readonly Family MaxThreads = All.Gauge("node_processes_max_threads", "Most threads that the machine allows.");
    private static readonly Family State = All.Gauge("node_processes_state", "Processes in each state.", "state");
    private static readonly Family ThreadState = All.Gauge("node_processes_threads_state", "Threads in each state.", "thread_state");
    private static readonly Family Pids = All.Gauge("node_processes_pids", "Processes.");
    private static readonly Family MaxProcesses = All.Gauge("node_processes_max_processes", "Largest process number that the machine gives.");

    private readonly KernelFile _maxThreads = new(paths.Proc("sys/kernel/threads-max"));
    private readonly KernelFile _maxProcesses = new(paths.Proc("sys/kernel/pid_max"));
    private readonly StateCounts _states = new("state");
    private readonly StateCounts _threadStates = new("thread_state");

    public string Name => "processes";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        _states.Clear();
        _threadStates.Clear();
        var (pids, threads) = Count(writer.Unreadable);
        writer.Write(Threads, threads);
        writer.WriteIfKnown(MaxThreads, OneNumber.Read(_maxThreads, writer.Unreadable));
        _states.Write(writer, State);
        _threadStates.Write(writer, ThreadState);
        writer.Write(Pids, pids);
        writer.WriteIfKnown(MaxProcesses, OneNumber.Read(_maxProcesses, writer.Unreadable));
    }

    private (ulong Pids, ulong Threads) Count(Action<ProcFormatException> unreadable)
    {
        ulong pids = 0, threads = 0;
        foreach (var pid in Numbers(paths.ProcRoot))
        {
            var directory = paths.Proc(pid);
            if (!TryRead($"{directory}/stat", unreadable, out var process))
            {
                continue;
            }

            pids++;
            threads += process.Threads;
            _states.Add(process.State);

            // A process of one thread is that thread: nearly all are.
            if (process.Threads == 1)
            {
                _threadStates.Add(process.State);
            }
            else
            {
                CountThreads($"{directory}/task", pid, process, unreadable);
            }
        }

        return (pids, threads);
    }

    private void CountThreads(string directory, string pid, TaskStat process, Action<ProcFormatException> unreadable)
    {
        foreach (var tid in Numbers(directory))
        {
            if (tid == pid)
            {
                _threadStates.Add(process.State);
            }
            else if (TryRead($"{directory}/{tid}/stat", unreadable, out var thread))
            {
                _threadStates.Add(thread.State);
            }
        }
    }

    private static IEnumerable<string> Numbers(string directory)
    {
        var listing = new DirectoryListing(directory);
        listing.Refresh();
        foreach (var name in listing.Names)
        {
            if (char.IsAsciiDigit(name[0]))
            {
                yield return name;
            }
        }
    }

    private static bool TryRead(string path, Action<ProcFormatException> unreadable, out TaskStat task)
    {
        task = default;
        var errno = ProcFile.TryRead(path, out var file);
        if (errno is Errno.NoEntry or Errno.NoProcess or Errno.NotDirectory)
        {
            return false;
        }

        if (errno != Errno.None)
        {
            throw HostFile.Unavailable(path, errno);
        }

        using (file)
        {
            return TaskStat.TryParse(file.Bytes, path, unreadable, out task);
        }
    }
}
