using Exporters.Logs.Batching;
using Exporters.Logs.Otlp;

namespace Exporters.Logs.Tests.Sources.Journal;

internal sealed class JournalSourceTests : IDisposable
{
    private JournalRig _rig = null!;

    [SetUp]
    public void SetUp() => _rig = JournalRig.OrIgnore();

    [TearDown]
    public void Dispose() => _rig?.Dispose();

    [Test]
    public void An_entry_has_its_unit_its_priority_its_time_and_its_fields()
    {
        _rig.Write("paid", "shop.service", fields: [("PRIORITY", "4"), ("_PID", "17"), ("SHOP_ORDER", "12")]);
        _rig.Start().Deliver();
        var record = _rig.Receiver.Records.Single();
        Assert.That(record.Body, Is.EqualTo("paid"));
        Assert.That(record.Attributes, Is.EqualTo("systemd.unit=shop.service process.pid=17 shop_order=12"));
        Assert.That(record.Resource, Does.Contain("service.name=shop ").And.Contain("unit=shop.service").And.Contain("job=journald").And.Contain("instance="));
        Assert.That(new DateTime(record.Ticks, DateTimeKind.Utc), Is.EqualTo(DateTime.UnixEpoch.AddMicroseconds(1_795_254_600_001_000)));
        Assert.That(_rig.Ledger.Snapshot(), Is.EqualTo((1L, 1L, 0L, 0L, 0L)));
        Assert.That(_rig.Source.LagBytes, Is.Zero);
    }

    [Test]
    public void Only_units_that_match_are_read()
    {
        _rig.Units = ["shop*.service", "db.service"];
        _rig.Write("a", "shop.service");
        _rig.Write("b", "db.service");
        _rig.Write("c", "cron.service");
        _rig.Write("d", "shop.scope");
        _rig.Write("e", unit: null);
        _rig.Start().Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EquivalentTo(new[] { "a", "b" }));
        Assert.That(_rig.Ledger.Snapshot().Read, Is.EqualTo(2));
    }

    [Test]
    public void What_systemd_says_about_a_unit_belongs_to_it()
    {
        _rig.Units = ["shop.service"];
        _rig.Write("Started shop.", "init.scope", fields: [("_PID", "1"), ("UNIT", "shop.service")]);
        _rig.Write("not of systemd", "init.scope", fields: [("_PID", "7"), ("UNIT", "shop.service")]);
        _rig.Write("crashed", "systemd-coredump@1.service", fields: [("COREDUMP_UNIT", "shop.service")]);
        _rig.Write("of a user", "user@1000.service", fields: [("_SYSTEMD_USER_UNIT", "shop.service")]);
        _rig.Start().Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "Started shop.", "crashed", "of a user" }));
    }

    [Test]
    public void The_kernel_and_what_is_no_service_have_names_too()
    {
        _rig.Write("oops", unit: null, fields: [("_TRANSPORT", "kernel")]);
        _rig.Write("session", "session-3.scope");
        _rig.Start().Deliver();
        Assert.That(_rig.Receiver.Records.Single(r => r.Body == "oops").Resource, Does.Contain("service.name=kernel"));
        Assert.That(_rig.Receiver.Records.Single(r => r.Body == "session").Resource, Does.Contain("service.name=journald"));
    }

    [Test]
    public void A_later_run_goes_on_after_what_was_settled()
    {
        _rig.Write("one");
        _rig.Write("two", "db.service");
        _rig.Start().Deliver();
        _rig.Write("three");
        _rig.Restart().Deliver();
        _rig.Restart().Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "one", "two", "three" }));
        Assert.That(_rig.Ledger.Snapshot(), Is.EqualTo((3L, 3L, 0L, 0L, 0L)));
        Assert.That(_rig.Log, Is.Empty);
    }

    [Test]
    public void Entries_that_come_while_it_runs_are_seen_also_in_new_files()
    {
        _rig.Write("one");
        _rig.Start().Deliver();
        _rig.Write("two");
        _rig.Deliver();
        _rig.Write("three", file: "user-1000");
        _rig.Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "one", "two", "three" }));
    }

    [Test]
    public void After_a_death_before_the_answer_the_same_records_go_out_again_and_no_others()
    {
        _rig.Limits = new BatchLimits(2, 1 << 20, TimeSpan.FromSeconds(5));
        for (var i = 0; i < 10; i++)
        {
            _rig.Write($"shop {i}", "shop.service");
            _rig.Write($"db {i}", "db.service");
        }

        var batches = 0;
        _rig.Receiver.Answer = _ => ++batches == 6 ? throw new InvalidOperationException("dead") : SendOutcome.AllDelivered;
        _rig.Start();
        Assert.That(() => _rig.Deliver(), Throws.InvalidOperationException);
        _rig.Restart().Deliver();
        var all = _rig.Receiver.Records;
        Assert.That(all.Select(r => r.Body).Distinct().Count(), Is.EqualTo(20));
        Assert.That(all, Has.Count.EqualTo(22), "one batch twice");
        Assert.That(all.Distinct().Count(), Is.EqualTo(20), "byte-identical");
        Assert.That(_rig.Ledger.Snapshot(), Is.EqualTo((20L, 20L, 0L, 0L, 0L)));
    }

    [Test]
    public void A_unit_whose_receiver_is_slow_does_not_make_the_others_go_out_again()
    {
        _rig.Write("old", "slow.service");
        for (var i = 0; i < 20; i++)
        {
            _rig.Write($"db {i}", "db.service");
        }

        _rig.Limits = new BatchLimits(10, 1 << 20, TimeSpan.FromSeconds(5));
        _rig.Receiver.Answer = batch => batch[0].Body == "old" ? throw new InvalidOperationException("dead") : SendOutcome.AllDelivered;
        _rig.Start();
        Assert.That(() => _rig.Deliver(), Throws.InvalidOperationException);
        Assert.That(_rig.Receiver.Bodies, Has.Count.EqualTo(21));
        _rig.Receiver.Answer = null;
        _rig.Restart().Deliver();
        Assert.That(_rig.Receiver.Bodies, Has.Count.EqualTo(22));
        Assert.That(_rig.Receiver.Bodies[^1], Is.EqualTo("old"));
    }

    [Test]
    public void A_journal_that_lost_the_place_is_read_from_the_oldest_entry_that_is_left_and_the_gap_is_said()
    {
        _rig.Write("one", file: "old");
        _rig.Start().Deliver();
        File.Delete(Path.Combine(_rig.Journal, "old.journal"));
        _rig.Write("five", file: "new");
        _rig.Restart().Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "one", "five" }));
        Assert.That(_rig.Log, Has.One.Contains("no longer has the entry at which reading stopped"));
        Assert.That(_rig.Log.Single(), Does.Contain("2026-11-21T09:50:00.001000Z").And.Contain("2026-11-21T09:50:00.002000Z"));
    }

    [Test]
    public void A_journal_whose_entries_are_all_older_than_the_place_is_another_one()
    {
        _rig.Write("other", file: "other");
        _rig.Write("one", file: "old");
        _rig.Start().Deliver();
        File.Delete(Path.Combine(_rig.Journal, "old.journal"));
        _rig.Restart().Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "other", "one", "other" }), "rather twice than never");
        Assert.That(_rig.Log, Has.One.Contains("no longer has the entry"));
        _rig.Write("next", file: "new");
        _rig.Deliver();
        Assert.That(_rig.Receiver.Bodies[^1], Is.EqualTo("next"));
    }

    [Test]
    public void While_there_is_no_room_entries_wait_in_the_journal()
    {
        _rig.Limits = new BatchLimits(10, 4096, TimeSpan.FromSeconds(5));
        _rig.WriteAll("system", Enumerable.Range(0, 500).Select(i => ($"line {i} {new string('x', 100)}", (string?)"shop.service", Array.Empty<(string, string)>())));
        _rig.Start().Read();
        Assert.That(_rig.Source.WantsRoom, Is.True);
        Assert.That(_rig.Ledger.Pending, Is.InRange(1, 100));
        Assert.That(_rig.Source.LagBytes, Is.GreaterThan(0));
        _rig.Deliver();
        Assert.That(_rig.Receiver.Bodies.Select(b => int.Parse(b.Split(' ')[1], null)), Is.EqualTo(Enumerable.Range(0, 500)));
    }

    [Test]
    public void Start_at_end_passes_over_what_was_there_at_the_very_first_start()
    {
        _rig.Config = new LogsConfig { Follow = new() { StartAtEnd = true } };
        _rig.Write("before");
        _rig.Start().Deliver();
        _rig.Restart();
        _rig.Write("after");
        _rig.Deliver();
        _rig.Restart().Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "after" }));
    }

    [Test]
    public void A_message_that_is_no_text_or_too_long_is_mended_and_counted()
    {
        _rig.MaxLineBytes = 1024;
        _rig.Write("a\u00ffb\0c");
        _rig.Write(new string('x', 5000));
        _rig.Start().Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "a\uFFFDb\uFFFDc", new string('x', 1024) }));
        Assert.That((_rig.Ledger.Repaired, _rig.Ledger.Cut), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public void A_thousand_units_and_more_do_not_pile_up()
    {
        _rig.WriteAll("system", Enumerable.Range(0, 1500).Select(i => ($"line {i}", (string?)$"run-{i}.service", Array.Empty<(string, string)>())));
        _rig.Start();
        for (var i = 0; i < 20; i++)
        {
            _rig.Source.Read();
            _rig.Send();
        }

        _rig.Deliver();
        Assert.That(_rig.Receiver.Bodies, Has.Count.EqualTo(1500));
        Assert.That(_rig.Known, Is.LessThanOrEqualTo(1002));
        _rig.Write("again", "run-1.service");
        _rig.Restart().Deliver();
        Assert.That(_rig.Receiver.Bodies, Has.Count.EqualTo(1501));
    }

    [Test]
    public void A_journal_that_is_not_there_is_said_once_and_read_when_it_comes()
    {
        _rig.Start().Deliver();
        Assert.That(_rig.Source.Trouble?.Reason, Is.EqualTo("absent"));
        Assert.That(_rig.Source.Trouble?.Text, Does.Contain(_rig.Journal).And.Contain("/var/log/journal"));
        _rig.Time.Advance(TimeSpan.FromSeconds(11));
        _rig.Deliver();
        Assert.That(_rig.Log, Has.Count.EqualTo(1));
        _rig.Write("here");
        _rig.Time.Advance(TimeSpan.FromSeconds(11));
        _rig.Deliver();
        Assert.That(_rig.Receiver.Bodies, Is.EqualTo(new[] { "here" }));
        Assert.That(_rig.Source.Trouble, Is.Null);
    }
}
