using System.Text;
using Exporters.Logs.Parsing;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Records;

namespace Exporters.Logs.Tests.Parsing;

public sealed class JournalFieldsTests
{
    private readonly JournalFields _fields = new();

    [Test]
    public void Unit_and_priority_and_own_fields_are_mapped()
    {
        var entry = Fill(("MESSAGE", "started"), ("PRIORITY", "4"), ("_SYSTEMD_UNIT", "shop.service"), ("_PID", "7"), ("SHOP_ORDER", "12"),
            ("_MACHINE_ID", "left out"), ("SYSLOG_PID", "left out"), ("SYSLOG_IDENTIFIER", "shop"));

        Assert.That(Read.Text(entry), Is.EqualTo(
            "2026-11-21T09:50:00.0000010Z | warning=13 | started | systemd.unit=shop.service; process.pid=7; shop_order=12; syslog.appname=shop"));
    }

    [Test]
    public void A_message_with_a_level_of_its_own_keeps_it_and_the_journal_s_time()
    {
        var entry = Fill(("PRIORITY", "6"), ("MESSAGE", "{\"time\":\"2026-11-21T09:00:00Z\",\"level\":\"error\",\"msg\":\"x\"}"));

        Assert.That(Read.Text(entry), Is.EqualTo("2026-11-21T09:50:00.0000010Z | error=17 | x | -"));
    }

    [Test]
    public void An_entry_without_a_message_is_still_a_record()
    {
        Assert.That(Read.Text(Fill(("PRIORITY", "9"))), Is.EqualTo("2026-11-21T09:50:00.0000010Z | - |  | -"));
    }

    [TestCase("0", "fatal=21", "emerg")]
    [TestCase("1", "critical=19", "alert")]
    [TestCase("2", "critical=18", "crit")]
    [TestCase("5", "info=10", "notice")]
    public void A_priority_goes_out_as_a_word_that_receivers_know(string priority, string level, string original) =>
        Assert.That(
            Read.Text(Fill(("MESSAGE", "x"), ("PRIORITY", priority))),
            Is.EqualTo($"2026-11-21T09:50:00.0000010Z | {level} | x | severity.original={original}"));

    [Test]
    public void A_field_that_comes_twice_has_both_values()
    {
        var entry = Fill(("MESSAGE", "first"), ("SHOP_ORDER", "12"), ("MESSAGE", "second"), ("SHOP_ORDER", "13"));

        Assert.That(Read.Text(entry), Is.EqualTo("2026-11-21T09:50:00.0000010Z | - | first\nsecond | shop_order=12\n13"));
    }

    [Test]
    public void Fields_larger_than_receivers_take_are_left_out()
    {
        var entry = Fill(("MESSAGE", "x"), ("COREDUMP_PROC_MAPS", new string('m', 70_000)), ("SHOP_ORDER", "12"));

        Assert.That(Read.Text(entry), Is.EqualTo("2026-11-21T09:50:00.0000010Z | - | x | shop_order=12"));
    }

    private LogEntry Fill(params (string Name, string Value)[] fields)
    {
        var entry = new LogEntry();
        _fields.Begin();
        foreach (var (name, value) in fields)
        {
            _fields.Add(Encoding.ASCII.GetBytes(name), Encoding.UTF8.GetBytes(value));
        }

        _fields.End(1_795_254_600_000_001, new LineParser(LineFormat.Auto, TimeZoneInfo.Utc), entry);
        return entry;
    }
}
