using Exporters.Configuration.Patterns;

namespace Exporters.Configuration.Tests.Patterns;

[TestFixture]
public sealed class WildcardTests
{
    [TestCase("*.service", "ssh.service", true)]
    [TestCase("*.service", "ssh.socket", false)]
    [TestCase("ssh?.service", "sshd.service", true)]
    [TestCase("user@[0-9]*.service", "user@1000.service", true)]
    [TestCase("user@[!0-9]*.service", "user@1000.service", false)]
    [TestCase("user@[^0-9]*.service", "user@x.service", true)]
    [TestCase("a[-z]b", "a-b", true)]
    [TestCase("a[]]b", "a]b", true)]
    [TestCase("a[b", "a[b", true)]
    [TestCase(@"dev-disk\x2d*", @"dev-disk\x2da", true)]
    [TestCase("a.c", "abc", false)]
    [TestCase("", "", true)]
    [TestCase("**", "", true)]
    [TestCase("?", "", false)]
    public void A_pattern_is_matched_with_the_whole_name(string pattern, string name, bool matches) =>
        Assert.That(Wildcard.Matches(pattern, name), Is.EqualTo(matches));

    [Test]
    public void Many_stars_and_a_long_name_are_decided_at_once() =>
        Assert.That(Wildcard.Matches(string.Concat(Enumerable.Repeat("*a[ab]", 100)) + "*c", new string('a', 4000)), Is.False);
}
