using Exporters.Configuration.Patterns;

namespace Exporters.Configuration.Tests.Patterns;

[TestFixture]
public sealed class PatternLimitTests
{
    private static readonly string Hostile = new string('a', 45) + "!";

    [Test]
    public void A_pattern_that_Go_can_run_is_decided_for_every_text([Values] PatternInput input)
    {
        var pattern = Parse("^(a+)+$", input);
        Assert.That(pattern.Decide(Hostile, Pattern.DefaultLimit), Is.EqualTo(PatternVerdict.No));
        Assert.That(pattern.Decide(Hostile, Pattern.DefaultLimit), Is.EqualTo(PatternVerdict.No));
        Assert.That(pattern.IsMatch("aaa"), Is.True);
        Assert.That(pattern.Timeouts, Is.Zero);
    }

    [TestCase(@"^(?!#)(?<message>(\w+\s?)+)$")]
    [TestCase(@"^(a+)+\1$")]
    public void A_pattern_that_Go_has_not_is_undecided_when_its_time_is_up_and_that_is_counted(string text)
    {
        var pattern = Parse(text, PatternInput.Text);
        Assert.That(pattern.Decide(Hostile, Pattern.DefaultLimit), Is.EqualTo(PatternVerdict.Undecided));
        Assert.That(pattern.IsMatch(Hostile), Is.False);
        Assert.That(pattern.Match(Hostile).Verdict, Is.EqualTo(PatternVerdict.Undecided));
        Assert.That(pattern.Timeouts, Is.EqualTo(3));
        Assert.That(pattern.IsMatch("aaaa"), Is.True, "the next text is matched as ever");
    }

    [Test]
    public void A_word_boundary_beside_other_letters_than_ASCII_is_bounded_too()
    {
        var pattern = Parse(@"^(\w+\b\s?)+$", PatternInput.Text);
        Assert.That(pattern.Decide("é" + Hostile, Pattern.DefaultLimit), Is.Not.EqualTo(PatternVerdict.Yes));
        Assert.That(pattern.Decide(Hostile, Pattern.DefaultLimit), Is.EqualTo(PatternVerdict.No));
    }

    [Test]
    public void A_replacement_that_was_not_done_in_time_is_no_text()
    {
        var pattern = Parse(@"(?<!\w)(a+)+\s", PatternInput.Text);
        Assert.That(pattern.Replace(Hostile, _ => "x"), Is.Null);
        Assert.That(pattern.Replace("a b", _ => "x"), Is.EqualTo("xb"));
        const string Other = "no match";
        Assert.That(pattern.Replace(Other, _ => "x"), Is.SameAs(Other));
    }

    [Test]
    public void A_match_that_decides_allocates_nothing([Values] PatternInput input)
    {
        var pattern = Parse("^(ram|loop|fd)[0-9]+$", input);
        pattern.IsMatch("sda1");
        pattern.IsMatch("loop7");
        var before = GC.GetAllocatedBytesForCurrentThread();
        pattern.IsMatch("sda1");
        pattern.IsMatch("loop7");
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static Pattern Parse(string pattern, PatternInput input) =>
        Pattern.TryParse(pattern, "x", input, out var parsed, out var error) ? parsed : throw new AssertionException(error);
}
