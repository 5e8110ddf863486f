using System.Text;
using Exporters.Logs.Parsing.Formats;

namespace Exporters.Logs.Tests.Parsing;

public sealed class LocalEntryTests
{
    [Test]
    public void Entries_that_Docker_wrote_are_read()
    {
        var rest = (ReadOnlySpan<byte>)File.ReadAllBytes(Path.Combine(TestContext.CurrentContext.TestDirectory, "Parsing/Fixtures/docker-20.10/local-logs/container.log"));
        var seen = new List<string>();
        while (!rest.IsEmpty)
        {
            var size = LocalEntry.SizeOf(rest);
            Assert.That(LocalEntry.TryRead(rest[..size], out var line), Is.True);
            var text = Encoding.UTF8.GetString(line.Content);
            seen.Add($"{line.Stream} {(line.IsPartial ? "part" : "whole")} {(text.Length > 10 ? text.Length + " bytes" : text)}");
            Assert.That(new DateTime(line.TimestampTicks, DateTimeKind.Utc).Date, Is.EqualTo(new DateTime(2026, 11, 21)));
            rest = rest[size..];
        }

        Assert.That(seen, Is.EqualTo(new[]
        {
            "stdout whole one", "stderr whole two", "stdout part 16384 bytes", "stdout part 16384 bytes", "stdout whole 7232 bytes", "stdout whole last",
        }));
    }

    [Test]
    public void What_is_no_entry_is_told_from_what_is_not_whole_yet()
    {
        byte[] entry = [0, 0, 0, 3, 8, 1, 1, 0, 0, 0, 3];
        Assert.That(LocalEntry.SizeOf(entry), Is.EqualTo(11));
        Assert.That(LocalEntry.SizeOf(entry.AsSpan(0, 10)), Is.Zero);
        Assert.That(LocalEntry.SizeOf(entry.AsSpan(0, 2)), Is.Zero);
        Assert.That(LocalEntry.SizeOf([0, 0, 0, 3, 8, 1, 1, 0, 0, 0, 4]), Is.EqualTo(-1));
        Assert.That(LocalEntry.SizeOf([0, 0, 0, 0, 0]), Is.EqualTo(-1));
        Assert.That(LocalEntry.SizeOf([1, 0, 0, 0, 0]), Is.EqualTo(-1));
        Assert.That(LocalEntry.TryRead(entry, out _), Is.False, "a message without an output");
    }

    [Test]
    public void Any_bytes_are_survived()
    {
        var random = new Random((int)Generators.Seed());
        var bytes = new byte[64];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            bytes[0] = bytes[1] = bytes[2] = 0;
            bytes[3] = 56;
            LocalEntry.TryRead(bytes, out _);
        }
    }
}
