using Exporters.Containers.Usage;
using Exporters.Linux.Cgroups;
using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Containers.Tests.Usage;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TaskStatesReaderTests : IDisposable
{
    private readonly FixtureTree _machine = FixtureTree.Empty();
    private readonly ManualTimeProvider _time = new();

    public void Dispose() => _machine.Dispose();

    [TestCase("sys/fs/cgroup/cgroup.controllers", "sys/fs/cgroup/c/cgroup.threads", TestName = "v2: cgroup.threads")]
    [TestCase("sys/fs/cgroup/memory/cgroup.procs", "sys/fs/cgroup/memory/c/tasks", TestName = "v1: tasks")]
    public void Tasks_are_counted_by_what_they_do(string mark, string tasks)
    {
        _machine.Add(mark, "cpu memory\n").Add(tasks, "11\n12\n13\n14\n15\n16\n");
        Task(11, "sh", 'R');
        Task(12, "a) S (b", 'D');
        Task(13, "java", 'S');
        Task(14, "kworker/0:1", 'I');
        Task(15, "gdb", 't'); // 16 has ended meanwhile
        var states = Reader().Read(Target())!;
        Assert.That((states.Running, states.Uninterruptible, states.Sleeping, states.Stopped), Is.EqualTo((1, 1, 2, 1)));
    }

    [Test]
    public void The_load_follows_what_is_seen_within_ten_seconds()
    {
        _machine.Add("sys/fs/cgroup/cgroup.controllers", "cpu\n").Add("sys/fs/cgroup/c/cgroup.threads", "11\n");
        Task(11, "sh", 'R');
        var (target, reader) = (Target(), Reader());
        target.TaskStates = reader.Read(target);
        Assert.That(target.TaskStates!.Load, Is.EqualTo(1), "the first look stands for itself");

        Task(11, "sh", 'S');
        _time.Advance(TimeSpan.FromSeconds(10));
        target.TaskStates = reader.Read(target);
        Assert.That(target.TaskStates!.Load, Is.EqualTo(Math.Exp(-1)).Within(1e-9));
    }

    [Test]
    public void A_group_that_is_gone_or_has_too_many_tasks_tells_nothing()
    {
        _machine.Add("sys/fs/cgroup/cgroup.controllers", "cpu\n");
        Assert.That(Reader().Read(Target()), Is.Null);
        _machine.Add("sys/fs/cgroup/c/cgroup.threads", string.Concat(Enumerable.Range(1, TaskStatesReader.MostTasks + 1).Select(task => $"{task}\n")));
        Assert.That(Reader().Read(Target()), Is.Null);
    }

    private void Task(int id, string name, char state) => _machine.Add($"proc/{id}/stat", $"{id} ({name}) {state} 1 11 11 0 -1 4194560 120 0 0 0 1 2 0 0 20 0 1 0\n");

    private TaskStatesReader Reader() => new(_machine.Paths, _time);

    private UsageTarget Target() => new() { Key = "c", Labels = LabelSet.Of("id", "/c"), Files = new CgroupFiles(new CgroupTree(_machine.Paths), "/c") };
}
