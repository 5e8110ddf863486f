namespace Exporters.Linux.Tests;

[TestFixture]
public sealed class MappedCodeTests
{
    [Test]
    public void Code_that_was_given_back_still_runs()
    {
        Assert.That(MappedCode.Release(Path.GetDirectoryName(typeof(object).Assembly.Location)!), Is.Positive);
        Assert.That(string.Join(',', Enumerable.Range(0, 100).OrderDescending().Take(3)), Is.EqualTo("99,98,97"));
    }
}
