using System.Text;
using Exporters.Logs.Spool;
using Exporters.Logs.Storage;

namespace Exporters.Logs.Tests.Spool;

internal sealed class DiskSpoolTests
{
    [Test]
    public void What_was_appended_comes_back_in_order_with_its_time()
    {
        using var rig = new SpoolRig();
        rig.Append("one\n", ticks: 11);
        rig.Append("two\n", ticks: 12);
        Assert.That(rig.Cursor.TryNext(out var record), Is.True);
        Assert.That((Encoding.UTF8.GetString(record.Bytes), record.Start, record.End, record.Ticks), Is.EqualTo(("one\n", 0L, 4L, 11L)));
        Assert.That(rig.Cursor.TryNext(out record), Is.True);
        Assert.That((Encoding.UTF8.GetString(record.Bytes), record.Start, record.End, record.Ticks), Is.EqualTo(("two\n", 4L, 8L, 12L)));
        Assert.That(rig.Cursor.TryNext(out _), Is.False);
        rig.Append("three\n");
        Assert.That(rig.Read(), Is.EqualTo("three\n"));
    }

    [Test]
    public void A_new_run_reads_what_was_not_settled_from_within_a_record()
    {
        using var rig = new SpoolRig();
        rig.Append("one\ntwo\n");
        rig.Append("three\n");
        rig.Open(settled: 4);
        Assert.That(rig.Read(), Is.EqualTo("two\nthree\n"));
    }

    [Test]
    public void Settled_files_go_and_the_last_stays()
    {
        using var rig = new SpoolRig();
        Assert.That(rig.AppendLines(0, 5000), Is.EqualTo(5000));
        Assert.That(rig.Files, Has.Length.GreaterThan(3));
        Assert.That(rig.Read(), Has.Length.EqualTo(500_000));
        rig.Spool.Release(rig.Spool.End);
        Assert.That(rig.Files, Has.Length.EqualTo(1));
        rig.Open(settled: rig.Spool.End);
        Assert.That(rig.Read(), Is.Empty);
        Assert.That(Encoding.UTF8.GetString(rig.Spool.LastRecord.Span), Is.EqualTo(SpoolRig.Line(4999)));
    }

    [Test]
    public void A_spool_at_its_cap_takes_nothing_until_room_is_given_back()
    {
        using var rig = new SpoolRig();
        var taken = rig.AppendLines(0, 20_000);
        Assert.That(taken, Is.InRange(7000, 10_486));
        Assert.That(rig.Files.Sum(f => new FileInfo(f).Length), Is.LessThanOrEqualTo(1 << 20));
        Assert.That(rig.Append(SpoolRig.Line(0)), Is.False);
        var freed = 0;
        rig.Spool.Freed = () => freed++;
        Assert.That(rig.Read(), Has.Length.EqualTo(taken * 100));
        rig.Spool.Release(200_000);
        Assert.That(freed, Is.EqualTo(1));
        Assert.That(rig.Append("x\n"), Is.True);
        Assert.That(rig.Read(), Is.EqualTo("x\n"));
    }

    [Test]
    public void At_the_cap_the_oldest_lines_make_room_when_so_chosen_and_each_is_counted([Values] bool reopened)
    {
        using var rig = new SpoolRig(whenFull: WhenFull.DropOldest);
        Assert.That(rig.AppendLines(0, 30_000), Is.EqualTo(30_000));
        if (reopened)
        {
            rig.Open();
            Assert.That(rig.AppendLines(30_000, 10_000), Is.EqualTo(10_000));
        }

        Assert.That(rig.Files.Sum(f => new FileInfo(f).Length), Is.LessThanOrEqualTo(1 << 20));
        var text = rig.Read(out var missing);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        Assert.That(missing, Is.Not.Empty.And.All.Matches<(SpoolRecordKind Kind, long Bytes, long Lines)>(m => m.Kind == SpoolRecordKind.Dropped && m.Bytes == m.Lines * 100));
        Assert.That(lines.Length + missing.Sum(m => m.Lines), Is.EqualTo(reopened ? 40_000 : 30_000));
        Assert.That(lines, Is.Ordered.Ascending.And.Unique);
        Assert.That(lines[^1], Is.EqualTo(reopened ? 39_999 : 29_999), "the newest are kept");
    }

    [Test]
    public void What_somebody_began_to_read_is_not_given_up()
    {
        using var rig = new SpoolRig(whenFull: WhenFull.DropOldest);
        rig.AppendLines(0, 2000);
        Assert.That(rig.Cursor.TryNext(out _), Is.True);
        rig.AppendLines(2000, 20_000);
        Assert.That(rig.Open(settled: 100).Cursor.TryNext(out var record), Is.True);
        Assert.That(Encoding.UTF8.GetString(record.Bytes), Is.EqualTo(SpoolRig.Line(1)));
    }

    [Test]
    public void A_record_that_was_being_written_at_the_death_is_cut_off([Values(1, 8, 20, 50)] int cut)
    {
        using var rig = new SpoolRig();
        rig.Append("one\n");
        rig.Append("two, which is a longer line, so that a cut may fall within it\n");
        using (var file = new FileStream(rig.Files[^1], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(file.Length - cut);
        }

        rig.Open();
        rig.Append("three\n");
        Assert.That(rig.Read(), Is.EqualTo("one\nthree\n"));
        Assert.That(rig.Open().Read(), Is.EqualTo("one\nthree\n"));
    }

    [Test]
    public void Rubbish_at_the_end_is_cut_off()
    {
        using var rig = new SpoolRig();
        rig.Append("one\n");
        File.AppendAllText(rig.Files[^1], new string('\0', 5000));
        rig.Open();
        rig.Append("two\n");
        Assert.That(rig.Read(), Is.EqualTo("one\ntwo\n"));
    }

    [TestCase(50, 10, TestName = "A_record_whose_bytes_changed_on_disk_is_not_delivered_and_the_rest_is")]
    [TestCase(1, 1111, TestName = "A_record_whose_length_changed_on_disk_is_not_delivered_and_the_next_file_is")]
    public void Broken(int at, int next)
    {
        using var rig = new SpoolRig();
        rig.AppendLines(0, 5000);
        var first = File.ReadAllBytes(rig.Files[0]);
        first[SpoolFormat.FileHeader.Length + (9 * (100 + SpoolFormat.RecordHeaderSize)) + at] ^= 0x10;
        File.WriteAllBytes(rig.Files[0], first);
        var text = rig.Open().Read(out var missing);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        Assert.That(lines[..9], Is.EqualTo(Enumerable.Range(0, 9)));
        Assert.That(missing.Select(m => m.Kind), Is.EqualTo(new[] { SpoolRecordKind.Broken }));
        Assert.That(lines[9], at == 50 ? Is.EqualTo(next) : Is.GreaterThan(next));
        Assert.That(missing[0].Bytes, Is.EqualTo((lines[9] - 9) * 100));
        Assert.That(missing[0].Lines, Is.GreaterThanOrEqualTo(lines[9] - 9));
        Assert.That(lines[9..], Is.EqualTo(Enumerable.Range(lines[9], 5000 - lines[9])));
    }

    [Test]
    public void When_the_disk_is_behind_the_checkpoints_new_bytes_come_after_what_is_settled()
    {
        using var rig = new SpoolRig();
        rig.Append("one\n");
        rig.Open(settled: 100);
        rig.Append("two\n");
        Assert.That(rig.Open(settled: 100).Read(), Is.EqualTo("two\n"));
        Assert.That(rig.Spool.End, Is.EqualTo(104));
    }

    [Test]
    public void A_file_of_the_spool_begins_with_a_line()
    {
        using var rig = new SpoolRig();
        for (var i = 0; i < 300; i++)
        {
            rig.Append($"{i} {new string('x', 1500)}");
            rig.Append(" its end\nand the next beginning ");
        }

        foreach (var file in rig.Files.Skip(1))
        {
            var bytes = File.ReadAllBytes(file);
            SpoolFormat.TryRead(bytes.AsSpan(SpoolFormat.FileHeader.Length), out _, out _, out var content);
            Assert.That(Encoding.UTF8.GetString(content), Does.StartWith("and the next beginning "));
        }

        Assert.That(rig.Files, Has.Length.GreaterThan(2));
    }

    [Test]
    public void A_spool_of_a_newer_version_is_left_alone()
    {
        using var rig = new SpoolRig();
        rig.Append("one\n");
        rig.Spool.Dispose();
        File.WriteAllText(rig.Files[0], "exporters-spool 2\nwhatever");
        Assert.That(
            () => rig.Open(),
            Throws.TypeOf<StateDirectoryException>().With.Message.Contains("written by a newer version; run that one"));
    }

    [Test]
    public void A_full_disk_takes_nothing_and_loses_nothing()
    {
        using var disk = new SmallDisk(512);
        using var rig = new SpoolRig { Directory = Path.Combine(disk.Path, "spool") };
        rig.Open();
        rig.Append("one\n");
        disk.Fill();
        var appended = 0;
        Assert.That(
            () =>
            {
                for (; appended < 1000; appended++)
                {
                    rig.Append(SpoolRig.Line(appended));
                }
            },
            Throws.InstanceOf<IOException>());
        Assert.That(rig.Spool.End, Is.EqualTo(4 + (appended * 100)));
        disk.Clear();
        rig.Append("two\n");
        Assert.That(rig.Read(), Does.StartWith("one\n").And.EndsWith("\ntwo\n").And.Length.EqualTo(8 + (appended * 100)));
        Assert.That(rig.Open().Read(), Does.StartWith("one\n").And.EndsWith("\ntwo\n").And.Length.EqualTo(8 + (appended * 100)));
    }

    [Test]
    public void What_is_settled_makes_room_on_a_full_disk_for_what_comes()
    {
        using var disk = new SmallDisk(1024);
        using var rig = new SpoolRig { Directory = Path.Combine(disk.Path, "spool") };
        rig.Open();
        rig.AppendLines(0, 3000);
        Assert.That(rig.Read(), Has.Length.EqualTo(300_000));
        disk.Fill();
        rig.Spool.Release(rig.Spool.End);
        Assert.That(rig.Append("one\n"), Is.True);
        Assert.That(rig.Append("two\n"), Is.True);
        Assert.That(rig.Read(), Is.EqualTo("one\ntwo\n"));
        Assert.That(rig.Files, Has.Length.EqualTo(1));
        Assert.That(rig.Open(300_000).Read(), Is.EqualTo("one\ntwo\n"));
    }

    [Test]
    public void Todays_bytes_are_pinned()
    {
        using var rig = new SpoolRig();
        rig.Append("one\n", ticks: 0x0102030405060708);
        Assert.That(Path.GetFileName(rig.Files[0]), Is.EqualTo("0000000000000000000.spool"));
        Assert.That(
            Convert.ToHexString(File.ReadAllBytes(rig.Files[0])),
            Is.EqualTo(Convert.ToHexString("exporters-spool 1\n"u8) + "0D000000" + "731983E2" + "01" + "0807060504030201" + "6F6E650A"));
    }
}
