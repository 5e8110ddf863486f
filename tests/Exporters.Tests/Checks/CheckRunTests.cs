using Exporters.Checks;
using Exporters.Metrics.Checks;

namespace Exporters.Tests.Checks;

[TestFixture]
public sealed class CheckRunTests
{
    [Test]
    public async Task A_check_that_hangs_is_said_so_and_hides_no_other()
    {
        var outcomes = await new CheckRun(TimeSpan.FromSeconds(1), TimeProvider.System).RunAsync(
            [
                new OutsideCheck("hangs", _ => new TaskCompletionSource<CheckAnswer>().Task),
                OutsideCheck.Of("answers", () => CheckAnswer.Good("well")),
                OutsideCheck.Of("throws", () => throw new NotSupportedException("never")),
            ],
            CancellationToken.None);

        Assert.That(outcomes.Select(CheckText.Line), Is.EqualTo(new[]
        {
            "fail  hangs: no answer within 1s",
            "ok    answers: well",
            "fail  throws: NotSupportedException: never",
        }));
    }

    [Test]
    public async Task All_checks_are_made_at_the_same_time()
    {
        // Each waits for the other: one after the other they would never end.
        var first = new TaskCompletionSource<CheckAnswer>();
        var second = new TaskCompletionSource<CheckAnswer>();
        var outcomes = await new CheckRun(TimeSpan.FromMinutes(1), TimeProvider.System).RunAsync(
            [
                new OutsideCheck("a", _ =>
                {
                    second.SetResult(CheckAnswer.Good("asked by a"));
                    return first.Task;
                }),
                new OutsideCheck("b", _ =>
                {
                    first.SetResult(CheckAnswer.Good("asked by b"));
                    return second.Task;
                }),
            ],
            CancellationToken.None);

        Assert.That(outcomes.Select(outcome => outcome.Answer.Detail), Is.EqualTo(new[] { "asked by b", "asked by a" }));
    }

    [Test]
    public async Task A_thing_that_two_modules_name_is_asked_once()
    {
        var asked = 0;
        var check = OutsideCheck.Of("docker", () =>
        {
            asked++;
            return CheckAnswer.Good("");
        });
        await new CheckRun(TimeSpan.FromMinutes(1), TimeProvider.System).RunAsync([check, check], CancellationToken.None);

        Assert.That(asked, Is.EqualTo(1));
    }
}
