using Exporters.Metrics;
using Exporters.Testing;

namespace Exporters.Host.Tests;

public sealed class ValueFilesTests
{
    private static readonly Family Value = Family.Gauge("node_x_value", "A value.");

    [TestCase("12\n", "12")]
    [TestCase("-12\n", "-12")]
    [TestCase("18446744073709551615", "1.8446744073709552E+19")]
    [TestCase("0x1f\n", "31")]
    public void Decimal_and_hexadecimal_numbers_are_read(string text, string expected)
    {
        using var machine = FixtureTree.With("sys/value", text);
        Assert.That(Lines(machine, out _), Is.EqualTo(new[] { $"node_x_value {expected}" }));
    }

    [TestCase("many")]
    [TestCase("0xzz")]
    [TestCase("1.5")]
    public void Text_that_is_no_number_is_reported_and_left_out(string text)
    {
        using var machine = FixtureTree.With("sys/value", text);
        Assert.That(Lines(machine, out var problems), Is.Empty);
        Assert.That(problems, Has.One.Contains($"expected a number, got \"{text}\""));
    }

    [Test]
    public void Absent_and_empty_files_have_no_value_now()
    {
        using var machine = FixtureTree.With("sys/other", "");
        Assert.That(Lines(machine, out var problems), Is.Empty);
        machine.Add("sys/value", "");
        Assert.That(Lines(machine, out problems), Is.Empty);
        Assert.That(problems, Is.Empty);
    }

    private static string[] Lines(FixtureTree machine, out IReadOnlyList<string> problems)
    {
        var collector = new Files(machine);
        problems = Page.Unreadable(collector);
        return Page.Samples(collector);
    }

    private sealed class Files : ICollector
    {
        private readonly ValueFiles _files = new();

        public Files(FixtureTree machine) => _files.Add(machine.Paths.Sys("value"), Value, LabelSet.Empty);

        public string Name => "files";

        public IReadOnlyList<Family> Families => [Value];

        public void Collect(FamilyWriter writer) => _files.Write(writer);
    }
}
