namespace Exporters.Linux.Tests;

[TestFixture]
public sealed class MappedCodeTests
{
    [Test]
    public void Code_that_was_given_back_still_runs()
    {
        if (Environment.OSVersion.Version < new Version(5, 4))
        {
            Assert.Ignore("MADV_PAGEOUT needs Linux 5.4");
        }

        Assert.That(MappedCode.Release(), Is.Positive);
        Assert.That(string.Join(',', Enumerable.Range(0, 100).OrderDescending().Take(3)), Is.EqualTo("99,98,97"));
    }
}
