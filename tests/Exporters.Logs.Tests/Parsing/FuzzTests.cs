using System.Text;
using Exporters.Configuration.Patterns;
using Exporters.Logs.Multiline;
using Exporters.Logs.Parsing;
using Exporters.Logs.Parsing.Fields;
using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Parsing.Times;
using Exporters.Logs.Records;
using Exporters.Logs.Steps;

namespace Exporters.Logs.Tests.Parsing;

public sealed class FuzzTests
{
    private const int Lines = 20_000;

    private static IEnumerable<string> Formats() => LineFormats.Configurable.ToArray().Where(name => name != "regex");

    [TestCaseSource(nameof(Formats))]
    public void A_parser_takes_any_bytes_and_gives_a_record_that_can_be_sent(string format)
    {
        var parser = new LineParser(LineFormats.Parse(format), TimeZoneInfo.Utc);
        foreach (var line in Generators.AnyLines(Generators.Seed(), Lines))
        {
            Check(parser, line);
        }
    }

    [Test]
    public void A_pattern_takes_any_bytes()
    {
        Assert.That(Pattern.TryParse(@"^(?<time>\S+ )?(?<level>\w+)[ =:](?<message>.*)$", "test", PatternInput.Text, out var pattern, out _));
        Assert.That(TimePattern.TryParse("%Y-%m-%d %H:%M:%S.%f %z", out var time, out _));
        var parser = new RegexLine(pattern!, time, TimeZoneInfo.Utc);
        foreach (var line in Generators.AnyLines(Generators.Seed(), Lines))
        {
            Check(parser, line);
        }
    }

    [Test]
    public void What_comes_out_of_a_line_does_not_depend_on_the_lines_before()
    {
        var used = new LineParser(LineFormat.Auto, TimeZoneInfo.Utc);
        foreach (var line in Generators.AnyLines(Generators.Seed(), Lines))
        {
            var again = new LogEntry();
            var fresh = new LogEntry();
            used.Parse(line, Read.At.Ticks, again);
            new LineParser(LineFormat.Auto, TimeZoneInfo.Utc).Parse(line, Read.At.Ticks, fresh);

            Assert.That(Read.Text(again), Is.EqualTo(Read.Text(fresh)), Encoding.UTF8.GetString(line));
        }
    }

    [Test]
    public void Containers_lines_join_rules_journal_fields_and_redactions_take_any_bytes()
    {
        var rule = JoinRules.Create(new MultilineConfig())!;
        var journal = new JournalFields();
        var parser = new LineParser(LineFormat.Auto, TimeZoneInfo.Utc);
        var redact = new RedactStep(new RedactConfig());
        var entry = new LogEntry();
        foreach (var line in Generators.AnyLines(Generators.Seed(), Lines))
        {
            var scratch = new byte[line.Length];
            if (ContainerLine.TryUnwrap(line, scratch, out var container))
            {
                Assert.That(container.Content.Length, Is.LessThanOrEqualTo(line.Length));
                Assert.That(container.TimestampTicks, Is.GreaterThan(0));
            }

            if (!rule.Joins(line))
            {
                rule.Begin(line);
            }

            entry.Clear();
            journal.Begin();
            journal.Add(line, line);
            journal.Add("MESSAGE"u8, line);
            journal.End(1, parser, entry);
            entry.Body += "@" + Encoding.UTF8.GetString(line) + "://a:b@c 4111111111111111";
            Assert.That(redact.Apply(entry, 1), Is.Null);
        }
    }

    private static void Check(ILineParser parser, byte[] line)
    {
        var entry = new LogEntry();
        parser.Parse(line, Read.At.Ticks, entry);
        var shown = Encoding.UTF8.GetString(line);
        Assert.That(entry.Body, Is.Not.Null, shown);
        Assert.That(entry.Severity, Is.LessThanOrEqualTo(24), shown);
        Assert.That(entry.TimestampTicks, Is.Zero.Or.InRange(new DateTime(1969, 12, 31).Ticks, new DateTime(2262, 4, 11).Ticks), shown);
        Assert.That(entry.Attributes.Count, Is.LessThanOrEqualTo(EntryWriter.MaxAttributes + 4), shown);
        foreach (var (name, value) in entry.Attributes)
        {
            Assert.That(name, Is.Not.Null, shown);
            Assert.That(value, Is.InstanceOf<string>().Or.InstanceOf<long>().Or.InstanceOf<double>().Or.InstanceOf<bool>(), shown);
        }
    }
}
