using System.Text;

namespace Exporters.Host.Tests;

public sealed class HumanSizeTests
{
    [TestCase("720", 720)]
    [TestCase("2.05G", 2201170739)]
    [TestCase("28.2k", 28876)]
    [TestCase("0", 0)]
    [TestCase(" 5 ", 5)]
    public void A_letter_is_a_power_of_1024_and_no_fraction_is_left(string text, double expected) =>
        Assert.That(HumanSize.Parse(Encoding.ASCII.GetBytes(text)), Is.EqualTo(expected));

    [TestCase("1.1M", 1150976)]
    [TestCase("20.4G", 21894291456)]
    [TestCase("-321.5k", -329204)]
    [TestCase("0.9k", 900)]
    [TestCase("0.10k", 1000)]
    [TestCase("17", 17)]
    public void Bcache_counts_hundredths_of_1024_after_the_point(string text, double expected) =>
        Assert.That(HumanSize.ParseBcache(Encoding.ASCII.GetBytes(text)), Is.EqualTo(expected).Within(1e-3 * Math.Abs(expected)));

    [TestCase("")]
    [TestCase("k")]
    [TestCase("12Q")]
    [TestCase("1.2.3k")]
    [TestCase("none")]
    public void Anything_else_is_no_amount(string text)
    {
        Assert.That(HumanSize.Parse(Encoding.ASCII.GetBytes(text)), Is.Null);
        Assert.That(HumanSize.ParseBcache(Encoding.ASCII.GetBytes(text)), Is.Null);
    }
}
