using Exporters.Testing;

namespace Exporters.Host.Tests.Kernel;

public sealed class ProcessesCollectorTests
{
    [Test]
    public void Threads_are_counted_by_their_own_state()
    {
        using var machine = Machine().Add("proc/10/stat", Stat(10, "a b) (c", 'S', 3)).Add("proc/10/task/10/stat", Stat(10, "x", 'S', 3))
            .Add("proc/10/task/11/stat", Stat(11, "x", 'R', 3)).Add("proc/10/task/12/stat", Stat(12, "x", 'D', 3))
            .Add("proc/20/stat", Stat(20, "y", 'Z', 1));
        Assert.That(Page.Samples(Make.Collector("processes", machine.Paths)), Is.EqualTo(new[]
        {
            "node_processes_max_processes 32768",
            "node_processes_max_threads 1000",
            "node_processes_pids 2",
            """node_processes_state{state="S"} 1""",
            """node_processes_state{state="Z"} 1""",
            "node_processes_threads 4",
            """node_processes_threads_state{thread_state="D"} 1""",
            """node_processes_threads_state{thread_state="R"} 1""",
            """node_processes_threads_state{thread_state="S"} 1""",
            """node_processes_threads_state{thread_state="Z"} 1""",
        }));
    }

    [Test]
    public void A_process_that_ended_after_it_was_listed_is_passed_over()
    {
        using var machine = Machine().Add("proc/10/stat", Stat(10, "x", 'S', 1)).Add("proc/20/comm", "gone\n")
            .Add("proc/30/stat", Stat(30, "y", 'S', 2)).Add("proc/30/task/30/stat", Stat(30, "y", 'S', 2)).Add("proc/30/task/31/comm", "gone\n");
        var page = Page.Samples(Make.Collector("processes", machine.Paths));
        Assert.That(page, Does.Contain("node_processes_pids 2").And.Contain("""node_processes_threads_state{thread_state="S"} 2"""));
    }

    [Test]
    public void Ten_thousand_processes_are_counted()
    {
        using var machine = Machine();
        for (var pid = 1; pid <= 10_000; pid++)
        {
            machine.Add($"proc/{pid}/stat", Stat(pid, "worker", pid % 2 == 0 ? 'S' : 'I', 1));
        }

        var page = Page.Samples(Make.Collector("processes", machine.Paths));
        Assert.That(page, Does.Contain("node_processes_pids 10000").And.Contain("""node_processes_state{state="I"} 5000"""));
        Assert.That(page, Does.Contain("node_processes_threads 10000").And.Contain("""node_processes_threads_state{thread_state="S"} 5000"""));
    }

    private static FixtureTree Machine() =>
        FixtureTree.With("proc/sys/kernel/pid_max", "32768\n").Add("proc/sys/kernel/threads-max", "1000\n");

    private static string Stat(int pid, string name, char state, int threads) =>
        $"{pid} ({name}) {state} 0 0 0 0 -1 0 0 0 0 0 0 0 0 0 20 0 {threads} 0 5 0 0\n";
}
