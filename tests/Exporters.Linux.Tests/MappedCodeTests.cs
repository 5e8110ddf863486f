namespace Exporters.Linux.Tests;

[TestFixture]
public sealed class MappedCodeTests
{
    [Test]
    public void Code_that_was_given_back_still_runs()
    {
        var runtime = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libcoreclr.so");
        Assert.That(MappedCode.Release(runtime), Is.Positive);
        Assert.That(string.Join(',', Enumerable.Range(0, 100).OrderDescending().Take(3)), Is.EqualTo("99,98,97"));
    }

    [Test]
    public void A_file_that_is_not_mapped_gives_nothing_back() => Assert.That(MappedCode.Release("/nowhere/exporters"), Is.Zero);
}
