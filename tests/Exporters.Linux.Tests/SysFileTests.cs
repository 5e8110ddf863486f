using Exporters.Testing;

namespace Exporters.Linux.Tests;

public sealed class SysFileTests
{
    [TestCase("42\n", 42L)]
    [TestCase(" -7 \n", -7L)]
    [TestCase("", null)]
    [TestCase("n/a\n", null)]
    [TestCase("12 34\n", null)]
    [TestCase("99999999999999999999\n", null)]
    public void A_number_is_read_and_what_is_none_is_unknown(string text, long? expected)
    {
        using var tree = FixtureTree.With("sys/value", text);
        Assert.That(SysFile.Int64(tree.Paths.Sys("value")), Is.EqualTo(expected));
    }

    [TestCase("42\n", null)]
    [TestCase("", null)]
    [TestCase("\n", null)]
    [TestCase("n/a\n", "n/a")]
    [TestCase("-7\n", "-7")]
    public void Text_that_is_no_number_is_reported_and_no_text_is_not(string text, string? shown)
    {
        using var tree = FixtureTree.With("sys/value", text);
        var problems = new List<string>();
        SysFile.UInt64(tree.Paths.Sys("value"), problem => problems.Add(problem.Message));
        string[] expected = shown is null ? [] : [$"{tree.Paths.Sys("value")}: expected a number, got \"{shown}\""];
        Assert.That(problems, Is.EqualTo(expected));
    }

    [Test]
    public void An_absent_file_has_no_value_and_the_reason_is_told()
    {
        using var tree = FixtureTree.Empty();
        var path = tree.Paths.Sys("value");
        Span<byte> buffer = stackalloc byte[8];

        Assert.That(SysFile.Read(path, buffer, out var errno).IsEmpty);
        Assert.That(errno, Is.EqualTo(Errno.NoEntry));
        Assert.That(SysFile.Text(path), Is.Null);
        Assert.That(SysFile.UInt64(path), Is.Null);
    }

    [Test]
    public void A_directory_has_no_value()
    {
        using var tree = FixtureTree.Empty();
        Assert.That(SysFile.Text(tree.Paths.SysRoot), Is.Null);
    }

    [Test]
    public void Text_loses_the_white_space_around_it()
    {
        using var tree = FixtureTree.With("sys/model", "  SAMSUNG MZVL2512HCJQ  \n");
        Assert.That(SysFile.Text(tree.Paths.Sys("model")), Is.EqualTo("SAMSUNG MZVL2512HCJQ"));
    }

    [Test]
    public void Reading_a_number_allocates_nothing()
    {
        using var tree = FixtureTree.With("sys/value", "1\n");
        var path = tree.Paths.Sys("value");
        SysFile.Int64(path);

        var before = GC.GetAllocatedBytesForCurrentThread();
        SysFile.Int64(path);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
