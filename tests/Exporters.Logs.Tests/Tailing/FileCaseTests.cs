using System.Text;
using Exporters.Logs.Storage;
using Exporters.Testing;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>Everything that may happen to a followed file, one test each.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
internal sealed class FileCaseTests : IDisposable
{
    private TailRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = new TailRig();

    [TearDown]
    public void Dispose() => _rig.Dispose();

    [Test]
    public void A_new_file_is_read_from_its_beginning()
    {
        _rig.Start().Deliver();
        _rig.Write("a.log", "one\ntwo\n");
        _rig.Deliver();
        Delivered("one", "two");
    }

    [Test]
    public void What_is_appended_is_read_on()
    {
        _rig.Write("a.log", "one\n");
        _rig.Start().Deliver();
        _rig.Write("a.log", "two\nthree\n");
        _rig.Deliver();
        Delivered("one", "two", "three");
    }

    [Test]
    public void A_line_that_arrives_in_pieces_is_one_line()
    {
        _rig.Start();
        foreach (var piece in new[] { "he", "ll", "o wor", "ld", "\nnext\n" })
        {
            _rig.Write("a.log", piece);
            _rig.Pass(3);
        }

        Delivered("hello world", "next");
    }

    [Test]
    public void A_last_line_without_its_end_is_sent_after_a_long_silence_and_its_end_is_no_line()
    {
        _rig.Write("a.log", "one\nlast words");
        _rig.Start().Pass(50);
        Delivered("one");
        _rig.Pass(12);
        Delivered("one", "last words");
        _rig.Write("a.log", "\nnext\n");
        _rig.Pass(2);
        Delivered("one", "last words", "next");
    }

    [Test]
    public void A_last_line_without_its_end_is_sent_soon_when_the_file_was_rotated_away()
    {
        _rig.Write("a.log", "one\nlast words");
        _rig.Start().Deliver();
        _rig.Rename("a.log", "a.log.1");
        _rig.Write("a.log", "new\n");
        _rig.Pass(7);
        Delivered("one", "last words", "new");
    }

    [Test]
    public void Rename_and_create_loses_nothing_of_either_file()
    {
        _rig.Write("a.log", "one\n");
        _rig.Start().Deliver();
        _rig.Write("a.log", "two\n");
        _rig.Rename("a.log", "a.log.1");
        _rig.Write("a.log", "three\n");
        _rig.Write("a.log.1", "late\n");
        _rig.Deliver();
        Delivered("one", "two", "late", "three");
    }

    [Test]
    public void Rename_and_create_while_not_running_is_read_in_order()
    {
        _rig.Write("a.log", "one\n");
        _rig.Start().Deliver().Kill();
        _rig.Write("a.log", "two\n");
        _rig.Rename("a.log", "a.log.1");
        _rig.Write("a.log", "three\n");
        _rig.Start().Deliver();
        Delivered("one", "two", "three");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Two_rotations_between_two_looks_lose_nothing(bool isDown)
    {
        _rig.Write("a.log", "one\n");
        _rig.Start().Deliver();
        if (isDown)
        {
            _rig.Kill();
        }

        _rig.Write("a.log", "two\n");
        _rig.Rename("a.log", "a.log.1");
        _rig.Write("a.log", "three\n");
        _rig.Rename("a.log.1", "a.log.2");
        _rig.Rename("a.log", "a.log.1");
        _rig.Write("a.log", "four\n");
        if (isDown)
        {
            _rig.Start();
        }

        _rig.Pass(2);
        Delivered("one", "two", "three", "four");
    }

    [Test]
    public void A_file_that_is_nowhere_while_it_is_rotated_is_found_when_it_has_its_new_name()
    {
        _rig.Write("a.log", "one\n");
        _rig.Start().Deliver();
        _rig.Rename("a.log", "a.log.1");
        _rig.Write("a.log", "two\n");
        var elsewhere = Path.Combine(_rig.Root, "elsewhere");
        _rig.Follower.Discover(_rig.Time.GetUtcNow().UtcTicks);
        File.Move(_rig.PathOf("a.log"), elsewhere);
        _rig.Write("a.log", "three\n");
        _rig.Follower.Discover(_rig.Time.GetUtcNow().UtcTicks);
        File.Move(elsewhere, _rig.PathOf("a.log.0"));
        _rig.Pass(3);
        Assert.That(_rig.Receiver.Bodies, Is.EquivalentTo(new[] { "one", "two", "three" }));
    }

    [TestCase("*.log")]
    [TestCase("*.log*")]
    public void Rotated_files_that_match_are_not_read_twice(string include)
    {
        _rig.Include = [include];
        _rig.Start();
        for (var i = 0; i < 4; i++)
        {
            _rig.Write("a.log", $"{i}a\n{i}b\n");
            _rig.Pass(i + 1);
            _rig.Write("a.log", $"{i}c\n");
            for (var old = i; old > 0; old--)
            {
                _rig.Rename($"a.log.{old}", $"a.log.{old + 1}");
            }

            _rig.Rename("a.log", "a.log.1");
        }

        _rig.Write("a.log", "end\n");
        _rig.Pass(20);
        _rig.Restart().Pass(20);
        Delivered("0a", "0b", "0c", "1a", "1b", "1c", "2a", "2b", "2c", "3a", "3b", "3c", "end");
    }

    [TestCase("*.log", false)]
    [TestCase("*.log*", false)]
    [TestCase("*.log", true)]
    [TestCase("*.log*", true)]
    public void Copy_and_truncate_loses_nothing_and_repeats_nothing(string include, bool isDown)
    {
        _rig.Include = [include];
        _rig.Write("a.log", "one\ntwo\n");
        _rig.Start().Deliver();
        if (isDown)
        {
            _rig.Kill();
        }

        _rig.Write("a.log", "three\n");
        _rig.Copy("a.log", "a.log.1");
        _rig.Truncate("a.log");
        _rig.Write("a.log", "four\n");
        _rig.Rename("a.log.1", "a.log.2");
        _rig.Copy("a.log", "a.log.1");
        _rig.Truncate("a.log", "five\n");
        if (isDown)
        {
            _rig.Start();
        }

        _rig.Pass(20);
        _rig.Restart().Pass(20);
        Delivered("one", "two", "three", "four", "five");
    }

    [TestCase("x\n")]
    [TestCase("uno\ndos\ntres\n")]
    [TestCase("six\nten\n")]
    public void A_file_truncated_and_written_anew_is_read_anew_whatever_its_size(string content)
    {
        _rig.Write("a.log", "one\ntwo\n");
        _rig.Start().Deliver();
        _rig.Truncate("a.log", content);
        _rig.Pass(2);
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "one", "two" }.Concat(content.TrimEnd().Split('\n'))));
    }

    [Test]
    public void A_rewrite_with_the_same_beginning_is_told_by_the_bytes_before_the_offset()
    {
        var banner = new string('#', 2000) + "\n";
        _rig.MaxLineBytes = 4096;
        _rig.Write("a.log", banner + "one\n");
        _rig.Start().Deliver().Kill();
        _rig.Truncate("a.log", banner + "uno\ndos\n");
        _rig.Start().Deliver();
        Delivered(banner.TrimEnd(), "one", banner.TrimEnd(), "uno", "dos");
    }

    [Test]
    public void A_deleted_file_is_read_to_its_end_and_then_let_go()
    {
        _rig.Write("a.log", "one\n");
        _rig.Start().Read();
        _rig.Write("a.log", "two\n");
        _rig.Delete("a.log");
        _rig.Read();
        Assert.That(OpenLogs(), Is.EqualTo(1), "held until its last line is acknowledged");
        _rig.Pass(8);
        Delivered("one", "two");
        Assert.That(OpenLogs(), Is.Zero);
        _rig.Time.Advance(TimeSpan.FromMinutes(11));
        _rig.Deliver();
        Assert.That(_rig.Checkpoints.Streams, Is.Empty, "no other file had its name for a while");
    }

    [Test]
    public void A_file_with_the_inode_of_a_deleted_one_is_another_file()
    {
        _rig.Write("a.log", "one\ntwo\n");
        _rig.Start().Deliver().Kill();
        var inode = Inode("a.log");
        _rig.Delete("a.log");
        for (var i = 0; i < 100 && !File.Exists(_rig.PathOf("a.log")); i++)
        {
            _rig.Write($"try{i}", "uno\ndos\ntres\n");
            if (Inode($"try{i}") == inode)
            {
                _rig.Rename($"try{i}", "a.log");
            }
        }

        if (!File.Exists(_rig.PathOf("a.log")))
        {
            Assert.Ignore("this file system did not give the inode again");
        }

        _rig.Start().Pass(2);
        Delivered("one", "two", "uno", "dos", "tres");
    }

    [Test]
    public void What_came_between_a_deleted_file_and_the_one_that_has_its_inode_is_read()
    {
        _rig.Write("a.log", "one\ntwo\n");
        _rig.Start().Deliver().Kill();
        var inode = Inode("a.log");
        _rig.Write("a.log.1", "three\n");
        _rig.Delete("a.log");
        for (var i = 0; i < 100 && !File.Exists(_rig.PathOf("a.log")); i++)
        {
            _rig.Write($"try{i}", "four, which is longer than one and two\n");
            if (Inode($"try{i}") == inode)
            {
                _rig.Rename($"try{i}", "a.log");
            }
        }

        if (!File.Exists(_rig.PathOf("a.log")))
        {
            Assert.Ignore("this file system did not give the inode again");
        }

        _rig.Start().Pass(2);
        Delivered("one", "two", "three", "four, which is longer than one and two");
    }

    [Test]
    public void A_rotated_file_with_the_inode_of_one_that_was_deleted_before_is_read()
    {
        // Elsewhere, or the checkpoints would get the inode.
        _rig.State = Path.Combine("/dev/shm", Path.GetRandomFileName());
        _rig.Write("a.log", "one\ntwo\n");
        _rig.Write("b.log", "uno\n");
        _rig.Start().Deliver().Kill();
        var inode = Inode("b.log");
        _rig.Delete("b.log");
        _rig.Start().Deliver();
        _rig.Rename("a.log", "a.log.2");
        for (var i = 0; i < 100 && !File.Exists(_rig.PathOf("a.log.1")); i++)
        {
            _rig.Write($"try{i}", "three, which is longer than uno\n");
            if (Inode($"try{i}") == inode)
            {
                _rig.Rename($"try{i}", "a.log.1");
            }
        }

        if (!File.Exists(_rig.PathOf("a.log.1")))
        {
            Assert.Ignore("this file system did not give the inode again");
        }

        _rig.Write("a.log", "four\n");
        _rig.Pass(2);
        Assert.That(_rig.Receiver.Bodies, Is.EquivalentTo(new[] { "one", "two", "uno", "three, which is longer than uno", "four" }));
    }

    [Test]
    public void Two_files_with_equal_first_bytes_are_both_read()
    {
        var banner = new string('=', 1000) + "\n" + new string('=', 1000) + "\n";
        _rig.MaxLineBytes = 4096;
        _rig.Write("a.log", banner + "a\n");
        _rig.Write("b.log", banner + "b\n");
        _rig.Start().Pass(2);
        Assert.That(_rig.Receiver.Bodies, Has.Count.EqualTo(6).And.Contains("a").And.Contains("b"));
        _rig.Write("a.log.copy", "x");
        _rig.Delete("a.log.copy");
    }

    [Test]
    public void A_copy_that_somebody_made_for_himself_is_read_in_the_end()
    {
        _rig.Include = ["*.log*"];
        _rig.Write("a.log", "one\ntwo\n");
        _rig.Start().Deliver();
        _rig.Copy("a.log", "a.log.mine");
        _rig.Pass(5);
        Delivered("one", "two");
        _rig.Pass(15);
        Delivered("one", "two", "one", "two");
    }

    [Test]
    public void A_symbolic_link_that_leads_elsewhere_is_followed_there_and_the_old_file_read_to_its_end()
    {
        Directory.CreateDirectory(Path.Combine(_rig.Root, "real"));
        var first = Path.Combine(_rig.Root, "real", "first");
        var second = Path.Combine(_rig.Root, "real", "second");
        File.WriteAllText(first, "one\n");
        File.CreateSymbolicLink(_rig.PathOf("a.log"), first);
        _rig.Start().Deliver();
        File.AppendAllText(first, "two\n");
        File.WriteAllText(second, "three\n");
        File.Delete(_rig.PathOf("a.log"));
        File.CreateSymbolicLink(_rig.PathOf("a.log"), second);
        _rig.Pass(2);
        Delivered("one", "two", "three");
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_symbolic_link_that_led_elsewhere_while_not_running_loses_nothing_of_the_old_file(bool isOfDirectory)
    {
        var first = Directory.CreateDirectory(Path.Combine(_rig.Root, "first")).FullName;
        var second = Directory.CreateDirectory(Path.Combine(_rig.Root, "second")).FullName;
        File.WriteAllText(Path.Combine(first, "a.log"), "one\n");
        File.WriteAllText(Path.Combine(second, "a.log"), "three\n");
        _rig.Include = ["*/a.log", "b.log"];
        void Link(string directory)
        {
            var (link, target) = isOfDirectory ? ("current", directory) : ("b.log", Path.Combine(directory, "a.log"));
            File.Delete(_rig.PathOf(link));
            File.CreateSymbolicLink(_rig.PathOf(link), target);
        }

        Link(first);
        _rig.Start().Deliver().Kill();
        File.AppendAllText(Path.Combine(first, "a.log"), "two\n");
        Link(second);
        _rig.Start().Pass(2);
        Delivered("one", "two", "three");
    }

    [Test]
    public void A_directory_that_is_moved_in_later_is_found()
    {
        _rig.Include = ["*/*.log", "deep/**/x.log"];
        _rig.Start().Deliver();
        var elsewhere = Directory.CreateDirectory(Path.Combine(_rig.Root, "elsewhere")).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "a.log"), "one\n");
        Directory.CreateDirectory(Path.Combine(elsewhere, "b", "c"));
        File.WriteAllText(Path.Combine(elsewhere, "b", "c", "x.log"), "two\n");
        Directory.Move(elsewhere, _rig.PathOf("deep"));
        _rig.Pass(1);
        Assert.That(_rig.Receiver.Bodies, Is.EquivalentTo(new[] { "one", "two" }));
    }

    [Test]
    public void More_files_with_something_held_than_may_be_open_are_delivered_all_the_same()
    {
        _rig.Joins = true;
        _rig.Options = _rig.Options with { MaxOpenFiles = 16 };
        for (var i = 0; i < 100; i++)
        {
            _rig.Write($"f{i}.log", "held, for it may go on\n");
        }

        _rig.Start().Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.Empty);
        _rig.Pass(2).Deliver();
        Assert.That(_rig.Receiver.Bodies, Has.Count.EqualTo(100));
    }

    [Test]
    public void Ten_thousand_files_are_followed_with_few_of_them_open()
    {
        _rig.Options = _rig.Options with { MaxOpenFiles = 100 };
        for (var i = 0; i < 10_000; i++)
        {
            File.WriteAllText(_rig.PathOf($"{i}.log"), $"first {i}\n");
        }

        _rig.Start().Deliver();
        Assert.That(_rig.Receiver.Bodies, Has.Count.EqualTo(10_000));
        Assert.That(OpenLogs(), Is.LessThanOrEqualTo(100));
        for (var i = 0; i < 10_000; i += 10)
        {
            _rig.Write($"{i}.log", $"second {i}\n");
        }

        _rig.Deliver();
        Assert.That(_rig.Receiver.Bodies, Has.Count.EqualTo(11_000).And.Unique);
    }

    [Test]
    public void A_compressed_file_is_not_read()
    {
        _rig.Include = ["*"];
        _rig.Write("a.log", "one\n");
        _rig.Start().Deliver();
        _rig.Write("a.log.1.gz", "not text\n");
        _rig.Pass(1);
        Delivered("one");
    }

    [Test]
    public void A_file_that_is_compressed_before_its_end_was_read_loses_nothing()
    {
        _rig.Write("a.log", "one\n");
        _rig.Start().Deliver();
        _rig.Write("a.log", "two\n");
        _rig.Write("a.log.1.gz", "packed\n");
        _rig.Delete("a.log");
        _rig.Write("a.log", "three\n");
        _rig.Deliver();
        Delivered("one", "two", "three");
    }

    [Test]
    public void An_empty_file_is_no_line_and_is_read_when_it_has_one()
    {
        _rig.Write("a.log", "");
        _rig.Start().Deliver();
        Assert.That(_rig.Receiver.Batches, Is.Zero);
        _rig.Write("a.log", "one\n");
        _rig.Deliver();
        Delivered("one");
    }

    [Test]
    public void Empty_lines_are_dropped_and_counted()
    {
        _rig.Write("a.log", "one\n\n\r\ntwo\n");
        _rig.Start().Deliver();
        Delivered("one", "two");
        Assert.That(_rig.Ledger.Snapshot(), Is.EqualTo((4L, 2L, 0L, 0L, 2L)));
        Assert.That(_rig.Ledger.Dropped["empty"], Is.EqualTo(2));
    }

    [Test]
    public void Bytes_that_are_no_text_are_replaced_and_counted_and_the_next_line_is_whole()
    {
        _rig.Write("a.log", [.. "a"u8, 0xff, 0xfe, .. "b\nc"u8, 0, .. "d\n"u8, 0xc3, .. "\n"u8, .. "fine ü\n"u8]);
        _rig.Start().Deliver();
        Delivered("a\uFFFD\uFFFDb", "c\uFFFDd", "\uFFFD", "fine ü");
        Assert.That(_rig.Ledger.Repaired, Is.EqualTo(3));
    }

    [Test]
    public void The_hole_that_a_writer_leaves_after_a_truncation_is_no_line()
    {
        _rig.Write("a.log", "one\n");
        _rig.Start().Deliver();
        _rig.Truncate("a.log");
        using (var file = File.OpenWrite(_rig.PathOf("a.log")))
        {
            file.Position = 300_000;
            file.Write("two\nthree\n"u8);
        }

        _rig.Pass(2);
        Delivered("one", "two", "three");
    }

    [Test]
    public void Carriage_returns_at_line_ends_and_a_byte_order_mark_are_not_part_of_the_text()
    {
        _rig.Write("a.log", "\uFEFFone\r\ntwo\r\nth\rree\n");
        _rig.Start().Deliver();
        Delivered("one", "two", "th\rree");
    }

    [Test]
    public void A_line_that_is_too_long_is_cut_and_counted_and_the_next_line_is_whole()
    {
        _rig.Write("a.log", "one\n" + new string('x', 500_000) + "\ntwo\n" + new string('ü', 1000) + "\nthree\n");
        _rig.Start().Deliver();
        Delivered("one", new string('x', 1024), "two", new string('ü', 512), "three");
        Assert.That(_rig.Ledger.Cut, Is.EqualTo(2));
    }

    [Test]
    public void A_line_that_is_too_long_is_cut_the_same_when_it_comes_in_pieces()
    {
        _rig.Start();
        for (var i = 0; i < 10; i++)
        {
            _rig.Write("a.log", new string('x', 300));
            _rig.Pass(1);
            _rig.Restart();
        }

        _rig.Write("a.log", "\ntwo\n");
        _rig.Pass(1);
        Delivered(new string('x', 1024), "two");
    }

    [Test]
    public void Lines_of_one_moment_get_rising_times_and_a_clock_that_steps_back_does_not_change_that()
    {
        _rig.Write("a.log", "1\n2\n3\n");
        _rig.Start().Deliver();
        _rig.Time.AdjustTime(_rig.Time.GetUtcNow() - TimeSpan.FromHours(3));
        _rig.Write("a.log", "4\n5\n");
        _rig.Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "1", "2", "3", "4", "5" }));
        Assert.That(_rig.Receiver.Records.Select(r => r.Ticks), Is.Ordered.Ascending.And.Unique);
    }

    [Test]
    public void A_state_directory_that_cannot_be_written_is_said_at_once()
    {
        _rig.State = "/proc/exporters";
        Assert.That(
            () => _rig.Start(),
            Throws.TypeOf<StateDirectoryException>().With.Message.Contains("/proc/exporters: cannot be written").And.Message.Contains("logs.state_dir"));
    }

    [Test]
    public void A_second_process_with_the_same_state_directory_is_refused()
    {
        _rig.Start();
        using var other = new TailRig { State = _rig.State };
        Assert.That(() => other.Start(), Throws.TypeOf<StateDirectoryException>().With.Message.Contains("another process"));
    }

    [Test]
    public void The_path_that_goes_out_is_the_first_one_also_after_a_rename_and_a_restart()
    {
        _rig.Include = ["*.log*"];
        _rig.Write("a.log", "one\n");
        _rig.Start().Deliver();
        _rig.Rename("a.log", "a.log.1");
        _rig.Write("a.log.1", "two\n");
        _rig.Deliver().Restart();
        _rig.Write("a.log.1", "three\n");
        _rig.Deliver();
        Assert.That(_rig.Receiver.Records.Select(r => r.Attributes), Is.All.EqualTo($"log.file.path={_rig.PathOf("a.log")}"));
    }

    [Test]
    public void A_replay_after_a_death_is_byte_identical()
    {
        _rig.Joins = true;
        _rig.Write("a.log", "one\n a\n b\ntwo\nthree");
        _rig.Receiver.Answer = _ => throw new InvalidOperationException("died before the answer");
        _rig.Start();
        Assert.That(() => _rig.Pass(70), Throws.InvalidOperationException);
        var first = _rig.Receiver.Records.ToList();
        _rig.Receiver.Records.Clear();
        _rig.Receiver.Answer = null;
        _rig.Kill();
        _rig.Time.Advance(TimeSpan.FromHours(1));
        _rig.Write("a.log", " goes on\n  more\nfour\n");
        _rig.Start().Pass(5);
        Assert.That(_rig.Receiver.Records.Take(first.Count), Is.EqualTo(first));
        Assert.That(_rig.Receiver.Records.Skip(first.Count).Last().Body, Is.EqualTo("four"));
    }

    [Test]
    public void Lines_that_belong_together_are_joined_and_an_event_is_not_cut_by_a_slow_writer()
    {
        _rig.Joins = true;
        _rig.Start();
        _rig.Write("a.log", "error\n  at a\n");
        _rig.Deliver();
        _rig.Write("a.log", "  at b\n  a");
        _rig.Deliver();
        _rig.Write("a.log", "t c\nnext\n");
        _rig.Pass(2);
        Delivered("error\n  at a\n  at b\n  at c", "next");
        Assert.That(_rig.Ledger.Snapshot().Delivered, Is.EqualTo(5));
    }

    private void Delivered(params string[] bodies) => Assert.That(_rig.Receiver.Bodies, Is.EqualTo(bodies));

    private static ulong Inode(string path, TailRig rig)
    {
        Linux.Files.FileStatus.TryRead(rig.PathOf(path), out var status);
        return status.Inode;
    }

    private ulong Inode(string name) => Inode(name, _rig);

    private int OpenLogs() =>
        new DirectoryInfo("/proc/self/fd").EnumerateFileSystemInfos().Count(f => f.LinkTarget?.StartsWith(_rig.Logs + "/", StringComparison.Ordinal) == true);
}
