using System.Runtime.CompilerServices;

namespace Exporters.Logs.Tests.Parsing;

/// <summary>
/// First lines of common programs, written in the shape of their documented formats: <c>Fixtures/known-lines.txt</c>, a block of
/// three lines each. What is read out of a line changes only together with that file.
/// </summary>
public sealed class KnownLinesTests
{
    private static readonly string File = Path.Combine(Directory(), "Fixtures", "known-lines.txt");

    [OneTimeSetUp]
    public static void Write_the_results()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") != "1")
        {
            return;
        }

        var lines = System.IO.File.ReadAllLines(File);
        foreach (var (at, _, line, _) in Blocks(lines))
        {
            lines[at + 2] = Result(line);
        }

        System.IO.File.WriteAllLines(File, lines);
    }

    [TestCaseSource(nameof(Programs))]
    public void The_line_of_a_program_shows_its_format(string line, string expected) => Assert.That(Result(line), Is.EqualTo(expected));

    [Test]
    public void Every_program_is_named_once() => Assert.That(Blocks(System.IO.File.ReadAllLines(File)).Select(block => block.Program), Is.Unique);

    private static IEnumerable<TestCaseData> Programs() => Blocks(System.IO.File.ReadAllLines(File))
        .Select(block => new TestCaseData(block.Line, block.Expected).SetArgDisplayNames(block.Program));

    // Blocks are apart by empty lines; what is not of three lines is a heading.
    private static IEnumerable<(int At, string Program, string Line, string Expected)> Blocks(string[] lines)
    {
        for (var i = 1; i + 2 < lines.Length; i++)
        {
            if (lines[i - 1].Length == 0 && lines[i].Length > 0 && lines[i + 1].Length > 0)
            {
                yield return (i, lines[i], lines[i + 1], lines[i + 2]);
                i += 2;
            }
        }
    }

    private static string Result(string line) => $"{Read.Format(line)} | {Read.Text(Read.Line(line)).Replace("\n", "\\n", StringComparison.Ordinal)}";

    private static string Directory([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
