using Exporters.Configuration.Patterns;
using Exporters.Host.Textfile;
using Exporters.Testing;

namespace Exporters.Host.Tests.Textfile;

public sealed class GlobTests
{
    [TestCase("*", "abc", true)]
    [TestCase("a*c", "abbc", true)]
    [TestCase("a?c", "abc", true)]
    [TestCase("a?c", "ac", false)]
    [TestCase("[ab]x", "bx", true)]
    [TestCase("[a-c]x", "dx", false)]
    [TestCase("[^a-c]x", "dx", true)]
    [TestCase("*[0-9].d", "part7.d", true)]
    [TestCase("[", "[", true)]
    [TestCase("A", "a", false)]
    public void A_name_matches_a_pattern(string pattern, string name, bool expected) => Assert.That(Wildcard.Matches(pattern, name), Is.EqualTo(expected));

    [Test]
    public void A_pattern_stands_for_the_existing_paths_that_match_it()
    {
        using var tree = FixtureTree.With("root/a1/prom/x", "").Add("root/a2/prom/x", "").Add("root/a3/other/x", "").Add("root/.a4/prom/x", "");
        Assert.That(
            Glob.Expand($"{tree.Paths.RootFs}/*/prom"), Is.EqualTo([$"{tree.Paths.RootFs}/a1/prom", $"{tree.Paths.RootFs}/a2/prom"]));
        Assert.That(Glob.Expand($"{tree.Paths.RootFs}/b*/prom"), Is.Empty);
    }
}
