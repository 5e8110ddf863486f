using Exporters.Metrics.Running;

namespace Exporters.Metrics.Tests.Running;

[TestFixture]
public sealed class CollectorSelectionTests
{
    private static readonly HashSet<string> Enabled = ["cpu", "meminfo"];
    private static readonly HashSet<string> Known = ["cpu", "meminfo", "interrupts"];

    [Test]
    public void Nothing_asked_is_everything() => Assert.That(Parse([], []).Selection!.Includes("cpu"), Is.True);

    [Test]
    public void Collect_takes_only_what_is_named()
    {
        var selection = Parse(["cpu"], []).Selection!;

        Assert.That((selection.Includes("cpu"), selection.Includes("meminfo")), Is.EqualTo((true, false)));
    }

    [Test]
    public void Exclude_leaves_out_what_is_named_and_passes_over_what_nobody_knows()
    {
        var selection = Parse([], ["cpu", "nonsense"]).Selection!;

        Assert.That((selection.Includes("cpu"), selection.Includes("meminfo")), Is.EqualTo((false, true)));
    }

    [TestCase("interrupts", "disabled collector: interrupts; start with --collector.interrupts")]
    [TestCase("nonsense", "unknown collector: nonsense; enabled here: cpu, meminfo")]
    public void Collect_refuses_what_does_not_run(string name, string message) => Assert.That(Parse([name], []).Error, Is.EqualTo(message));

    [Test]
    public void Both_together_are_refused() => Assert.That(Parse(["cpu"], ["meminfo"]).Selection, Is.Null);

    private static (CollectorSelection? Selection, string Error) Parse(string[] collect, string[] exclude)
    {
        var selection = CollectorSelection.Parse(collect, exclude, Enabled, Known, out var error);
        return (selection, error);
    }
}
