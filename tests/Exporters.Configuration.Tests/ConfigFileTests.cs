using System.Text;

namespace Exporters.Configuration.Tests;

/// <summary>Files that are not what a person wrote.</summary>
[CancelAfter(10_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ConfigFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly ConfigReport _report = new();

    public void Dispose() => File.Delete(_path);

    [TestCase("a: 1\n---\nb: 2\n", 2, 1)]
    [TestCase("---\na: 1\n...\n---\n", 4, 1)]
    public void A_second_document_is_a_problem(string yaml, int line, int column) =>
        Assert.That(Problem(Encoding.UTF8.GetBytes(yaml)), Does.StartWith($"{_path}:{line}:{column}: a second document begins here"));

    [TestCase("---\na: 1\n")]
    [TestCase("a: 1\n...\n")]
    [TestCase("\uFEFFa: 1\n")]
    public void One_document_is_read_with_its_marks(string yaml)
    {
        File.WriteAllBytes(_path, Encoding.UTF8.GetBytes(yaml));

        Assert.That(ConfigFile.Load(_path, _report)!.Map().Get("a")!.Text(), Is.EqualTo("1"));
        Assert.That(_report.IsValid, Is.True);
    }

    [Test]
    public void Bytes_that_are_no_UTF_8_are_a_problem_at_their_place() =>
        Assert.That(
            Problem([.. "a: 1\nb: \u00fc"u8, 0xFC, .. "\n"u8]),
            Is.EqualTo($"{_path}:2:5: the byte 0xfc is not UTF-8; save the file in that encoding (iconv -t UTF-8)"));

    [Test]
    public void A_text_of_UTF_16_is_a_problem_at_its_first_byte() =>
        Assert.That(Problem([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("a: 1\n")]), Does.StartWith($"{_path}:1:1: the byte 0xff is not UTF-8"));

    [Test]
    public void A_file_of_NULs_is_a_problem() => Assert.That(Problem(new byte[4096]), Does.StartWith($"{_path}:1:1: a NUL byte"));

    [TestCase("[")]
    [TestCase("{a: ")]
    [TestCase("- ")]
    [TestCase("? ")]
    public void Nesting_without_end_is_a_problem_at_once(string opening) =>
        Assert.That(
            Problem(Encoding.UTF8.GetBytes("a:\n  " + string.Concat(Enumerable.Repeat(opening, 100_000)))),
            Does.StartWith($"{_path}:2:").And.Contain("more than 100 lists and mappings within each other"));

    private string Problem(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        Assert.That(ConfigFile.Load(_path, _report), Is.Null);
        return _report.Problems.Single().ToString();
    }
}
