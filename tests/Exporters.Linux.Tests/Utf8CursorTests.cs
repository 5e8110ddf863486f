using System.Text;

namespace Exporters.Linux.Tests;

[TestFixture]
public sealed class Utf8CursorTests
{
    [Test]
    public void Lines_and_fields_are_walked_with_and_without_a_last_newline()
    {
        foreach (var text in new[] { "a 1\n\n b\t-2 \n", "a 1\n\n b\t-2 " })
        {
            var cursor = new Utf8Cursor(Encoding.UTF8.GetBytes(text), "/proc/x");
            Assert.That(cursor.NextLine(out var line), Is.True);
            Assert.That(Encoding.UTF8.GetString(line.Field()), Is.EqualTo("a"));
            Assert.That(line.UInt64(), Is.EqualTo(1));
            Assert.That(line.Field().IsEmpty, Is.True);
            Assert.That(cursor.NextLine(out line), Is.True);
            Assert.That(line.AtEnd, Is.True);
            Assert.That(cursor.NextLine(out line), Is.True);
            line.SkipFields(1);
            Assert.That(line.Int64(), Is.EqualTo(-2));
            Assert.That(cursor.NextLine(out line), Is.False);
            Assert.That(cursor.LineNumber, Is.EqualTo(3));
        }
    }

    [TestCase("x", "/proc/x:1: expected a number, got \"x\"")]
    [TestCase("12x", "/proc/x:1: expected a number, got \"12x\"")]
    [TestCase("-1", "/proc/x:1: expected a number, got \"-1\"")]
    [TestCase("18446744073709551616", "/proc/x:1: expected a number, got \"18446744073709551616\"")]
    [TestCase("", "/proc/x: expected a number, got \"\"")]
    public void What_is_no_number_is_told_with_file_line_and_text(string text, string message)
    {
        var error = Assert.Throws<ProcFormatException>(() =>
        {
            new Utf8Cursor(Encoding.UTF8.GetBytes(text), "/proc/x").NextLine(out var line);
            line.UInt64();
        });

        Assert.That(error!.Message, Is.EqualTo(message));
    }

    [Test]
    public void What_is_no_number_is_reported_and_null_where_reports_are_received()
    {
        var problems = new List<string>();
        var cursor = new Utf8Cursor("a x 1\n-2 1.5 zz"u8, "/proc/x", problem => problems.Add(problem.Message));
        cursor.NextLine(out var line);
        Assert.That((line.UInt64(), line.Int64(), line.UInt64()), Is.EqualTo(((ulong?)null, (long?)null, (ulong?)1)));
        cursor.NextLine(out line);
        Assert.That((line.UInt64(), line.Double(), line.Hex(), line.Double()), Is.EqualTo(((ulong?)null, (double?)1.5, (ulong?)null, (double?)null)));
        Assert.That(problems, Is.EqualTo(new[]
        {
            "/proc/x:1: expected a number, got \"a\"", "/proc/x:1: expected a number, got \"x\"", "/proc/x:2: expected a number, got \"-2\"",
            "/proc/x:2: expected a hexadecimal number, got \"zz\"", "/proc/x:2: expected a number, got \"-2 1.5 zz\"",
        }));
    }

    [TestCase("8192\r", @"8192\r")]
    [TestCase("\ufeff1", @"\ufeff1")]
    [TestCase("1\u00a0", @"1\u00a0")]
    [TestCase("1\u0001", @"1\u0001")]
    public void Characters_that_cannot_be_seen_are_shown_by_their_escapes(string text, string shown) =>
        Assert.That(new ProcFormatException("/proc/x", 1, Encoding.UTF8.GetBytes(text), "a number").Message, Does.EndWith($"got \"{shown}\""));

    [Test]
    public void The_largest_number_of_the_kernel_is_read() =>
        Assert.That(First("18446744073709551615").UInt64(), Is.EqualTo(ulong.MaxValue));

    [Test]
    public void Hexadecimal_numbers_are_read() => Assert.That(First("00ffAB").Hex(), Is.EqualTo(0xffab));

    [Test]
    public void Parts_before_a_delimiter_are_taken()
    {
        var line = First("key: rest");
        Assert.That(Encoding.UTF8.GetString(line.Until((byte)':')), Is.EqualTo("key"));
        Assert.That(line.TrySkip(" re"u8), Is.True);
        Assert.That(Encoding.UTF8.GetString(line.Until((byte)':')), Is.EqualTo("st"));
    }

    private static Utf8Cursor First(string text)
    {
        new Utf8Cursor(Encoding.UTF8.GetBytes(text), "/proc/x").NextLine(out var line);
        return line;
    }
}
