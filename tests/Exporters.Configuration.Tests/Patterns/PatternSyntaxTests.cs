using Exporters.Configuration.Patterns;

namespace Exporters.Configuration.Tests.Patterns;

/// <summary>The verdicts are those of blackbox_exporter 0.28, which uses Go's regexp, for the same pattern and body.</summary>
[TestFixture]
public sealed class PatternSyntaxTests
{
    [TestCase("last line$", "last line\n", false)]
    [TestCase("last line$", "last line", true)]
    [TestCase("(?m)first$", "first\nlast", true)]
    [TestCase("(?m)^last", "first\nlast", true)]
    [TestCase("(?m:^)last", "first\nlast", true)]
    [TestCase(@"\Alast", "first\nlast", false)]
    [TestCase(@"end\z", "end\n", false)]
    [TestCase("[[:space:]]", "a b", true)]
    [TestCase("[[:space:]]", "space:", false)]
    [TestCase("[[:^space:]]", " \t", false)]
    [TestCase("^[[:alpha:][:digit:]]+$", "a1", true)]
    [TestCase("[[:punct:]]", "a.b", true)]
    [TestCase(@"\d", "\u0660", false)]
    [TestCase(@"[\d]", "\u0660", false)]
    [TestCase(@"\D", "\u0660", true)]
    [TestCase(@"^\s$", "\u00a0", false)]
    [TestCase(@"^\s$", "\v", false)]
    [TestCase(@"^[[:space:]]$", "\v", true)]
    [TestCase(@"^\w+$", "straße", false)]
    [TestCase(@"^[\W]$", "ß", true)]
    [TestCase(@"\bstra\b", "straße", true)]
    [TestCase(@"a\B", "aé", false)]
    [TestCase(@"^.$", "😀", true)]
    [TestCase(@"^[^a]{2}$", "😀é", true)]
    [TestCase(@"^[😀-😂]$", "😁", true)]
    [TestCase(@"[^😀]", "😀", false)]
    [TestCase(@"^\x{1F600}$", "😀", true)]
    [TestCase(@"\Qa.b*\E+c", "a.b**c", true)]
    [TestCase(@"\Qa.b\E", "axb", false)]
    [TestCase("(?P<n>a)b", "ab", true)]
    [TestCase("(?i)ERROR", "error", true)]
    [TestCase("(?i:e)rror", "ERROR", false)]
    [TestCase("a.b", "a\nb", false)]
    [TestCase("(?s)a.b", "a\nb", true)]
    [TestCase(@"\pL", "é", true)]
    [TestCase(@"^\p{Lu}$", "é", false)]
    [TestCase(@"\p{^L}", "é", false)]
    [TestCase(@"\101", "A", true)]
    [TestCase(@"\x41\-\_", "A-_", true)]
    [TestCase("a{,2}", "a{,2}", true)]
    [TestCase("a{01}", "a{01}", true)]
    [TestCase("[]a]", "]", true)]
    [TestCase("[a-z-[b]", "[", true)]
    public void A_pattern_means_what_it_means_in_Go(string pattern, string text, bool matches)
    {
        Assert.That(Parse(pattern, PatternInput.Text).IsMatch(text), Is.EqualTo(matches), "without backtracking");
        Assert.That(Parse(pattern, PatternInput.Names).IsMatch(text), Is.EqualTo(matches), "with backtracking");
    }

    [TestCase(@"end\Z", 4, @"""\Z"" is not supported; write \z for the end of the text, \n?\z to allow a newline there")]
    [TestCase(@"\h+", 1, @"""\h"" is not supported; write [[:blank:]]")]
    [TestCase(@"\u20AC", 1, @"""\u"" is not supported; write \x{20AC} with the number of the character")]
    [TestCase(@"\G", 1, @"""\G"" is not supported")]
    [TestCase("a(?#comment)", 2, @"""(?#"" is not supported; after (? may stand the flags i, m, s, U, or P<name>, :, =, !, <=, <!, >")]
    [TestCase("(?x) a", 1, @"""(?x"" is not supported; after (? may stand the flags i, m, s, U, or P<name>, :, =, !, <=, <!, >")]
    [TestCase("(?<a-b>x)", 4, "a group's name must be of letters, digits and _, and end with >")]
    [TestCase("a++", 2, @"""++"" is a repeat of a repeat; put the inner one into (?:…)")]
    [TestCase("*a", 1, @"""*"" repeats nothing")]
    [TestCase("(|{2})", 3, @"""{"" repeats nothing")]
    [TestCase("(?:a{100}){11}", 11, "repeats more than 1000 times, inner repeats included")]
    [TestCase("a{1001}", 2, @"""{1001}"": repeats must rise and not be above 1000")]
    [TestCase("x(a", 2, "a parenthesis that is not closed")]
    [TestCase("x)", 2, "a closing parenthesis without an opening one")]
    [TestCase("x[a", 2, "a bracket that is not closed")]
    [TestCase("[b-a]", 2, @"""b-a"" is a range whose end is before its start")]
    [TestCase("[[:letter:]]", 2, @"""[:letter:]"" is not one of [:alnum:], [:alpha:], [:ascii:], [:blank:], [:cntrl:], [:digit:], [:graph:], [:lower:], [:print:], [:punct:], [:space:], [:upper:], [:word:], [:xdigit:]")]
    [TestCase(@"\p{Greek}", 1, @"""Greek"" is not supported: only general categories such as Lu are; write a script as a range such as [\x{370}-\x{3FF}]")]
    [TestCase(@"\pX", 1, @"""X"" is no category of Unicode such as L, Lu or Nd")]
    [TestCase(@"a\", 2, "a backslash at the end")]
    [TestCase(@"(a)\2", 4, "there is no group 2")]
    [TestCase(@"\k<n>", 1, @"there is no group of this name before ""\k<n>""")]
    public void What_Go_refuses_is_refused_by_name_and_place(string pattern, int character, string problem)
    {
        Assert.That(Pattern.TryParse(pattern, "x", PatternInput.Text, out _, out var error), Is.False);
        Assert.That(error, Is.EqualTo($"not a regular expression at character {character}: {problem}, in \"{pattern}\""));
    }

    [TestCase("^(?!#)a", "a", true)]
    [TestCase("^(?!#)a", "#a", false)]
    [TestCase("(?<=x)a", "xa", true)]
    [TestCase("(?>a+)b", "aab", true)]
    [TestCase(@"(a|b)\1", "aa", true)]
    [TestCase(@"(a|b)\1", "ab", false)]
    [TestCase(@"(?P<n>a|b)\k<n>", "bb", true)]
    public void Lookarounds_atomic_groups_and_backreferences_are_there_beyond_Go(string pattern, string text, bool matches)
    {
        var parsed = Parse(pattern, PatternInput.Text);
        Assert.That(parsed.IsMatch(text), Is.EqualTo(matches));
        Assert.That(parsed.IsLimited, Is.True);
    }

    [Test]
    public void Groups_are_numbered_from_the_left_with_and_without_names()
    {
        var match = Parse("(?P<first>a)(b)(?<third>c)?", PatternInput.Text).Match("xab");
        Assert.That(match.Success, Is.True);
        Assert.That(match.Group(1).Value, Is.EqualTo("a"));
        Assert.That(match.Group(2).Value, Is.EqualTo("b"));
        Assert.That(match.Group("2").Value, Is.EqualTo("b"));
        Assert.That(match.Group("first").Index, Is.EqualTo(1));
        Assert.That(match.Group("third").Success, Is.False);
        Assert.That(match.Group("fourth").Success, Is.False);
    }

    [Test]
    public void Of_groups_with_one_name_the_one_that_took_part_counts() =>
        Assert.That(Parse("(?P<n>a)|(?P<n>b)", PatternInput.Text).Match("b").Group("n").Value, Is.EqualTo("b"));

    private static Pattern Parse(string pattern, PatternInput input) =>
        Pattern.TryParse(pattern, "x", input, out var parsed, out var error) ? parsed : throw new AssertionException(error);
}
