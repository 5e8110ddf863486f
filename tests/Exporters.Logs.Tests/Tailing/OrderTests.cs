using Exporters.Logs.Paths;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>Lines of one log arrive in the order in which they were written, whatever file they are in by now and whoever died meanwhile.</summary>
internal sealed class OrderTests : IDisposable
{
    private TailRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new TailRig();

    [TearDown]
    public void Dispose() => _rig.Dispose();

    [Test]
    public void Rotated_twice_while_not_running_the_oldest_comes_first([Values("*.log", "*.log*")] string include, [Values] bool isDated)
    {
        _rig.Include = [include];
        _rig.Write("a.log", "1\n");
        _rig.Start().Deliver().Kill();
        _rig.Write("a.log", "2\n");
        _rig.Rename("a.log", isDated ? "a.log-20261121-1" : "a.log.2");
        _rig.Write("a.log", "3\n");
        _rig.Rename("a.log", isDated ? "a.log-20261121-2" : "a.log.1");
        _rig.Write("a.log", "4\n");
        _rig.Start().Deliver().Pass(10);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "1", "2", "3", "4" }));
    }

    [Test]
    public void What_was_not_read_of_a_rotated_file_before_a_death_comes_before_the_new_one([Values("*.log", "*.log*")] string include, [Values] bool isSeen)
    {
        _rig.Include = [include];
        _rig.Joins = true;
        _rig.Write("a.log", "1\n2\n");
        _rig.Start().Deliver();
        _rig.Rename("a.log", "a.log.1");
        _rig.Write("a.log", "3\n4\n");
        if (isSeen)
        {
            _rig.Deliver();
        }

        _rig.Restart().Deliver().Pass(10);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "1", "2", "3", "4" }));
    }

    [Test]
    public void Rotated_files_of_one_tick_that_were_there_before_us_come_oldest_first()
    {
        _rig.Include = ["*.log*"];
        var tick = new DateTime(2026, 11, 21, 9, 0, 0, DateTimeKind.Utc);
        foreach (var (name, line) in ((string, string)[])[("a.log.1", "3"), ("a.log", "4"), ("a.log.3", "1"), ("a.log.2", "2")])
        {
            _rig.Write(name, line + "\n");
            File.SetLastWriteTimeUtc(_rig.PathOf(name), tick);
        }

        _rig.Start().Deliver().Pass(10);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "1", "2", "3", "4" }));
    }

    [TestCase("app.log.2", "app.log.1")]
    [TestCase("app.log.10", "app.log.9")]
    [TestCase("app.log-20261120", "app.log-20261121")]
    public void Of_files_written_in_one_tick_the_name_tells_the_older(string older, string newer) =>
        Assert.That(RotatedNames.ByName(older, newer), Is.Negative);

    [Test]
    public void What_was_not_read_behind_a_link_before_a_death_comes_before_what_it_leads_to_now()
    {
        var real = Directory.CreateDirectory(Path.Combine(_rig.Root, "real")).FullName;
        _rig.Joins = true;
        File.WriteAllText(Path.Combine(real, "1"), "1\n2\n");
        File.WriteAllText(Path.Combine(real, "2"), "3\n4\n");
        File.CreateSymbolicLink(_rig.PathOf("a.log"), Path.Combine(real, "1"));
        _rig.Start().Deliver();
        File.Delete(_rig.PathOf("a.log"));
        File.CreateSymbolicLink(_rig.PathOf("a.log"), Path.Combine(real, "2"));
        _rig.Deliver().Restart().Deliver().Pass(10);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "1", "2", "3", "4" }));
    }
}
