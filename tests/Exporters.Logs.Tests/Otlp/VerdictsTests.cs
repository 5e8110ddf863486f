using Exporters.Logs.Otlp;
using Exporters.Logs.Parsing.Fields;

namespace Exporters.Logs.Tests.Otlp;

public sealed class VerdictsTests
{
    [TestCase(200, "Delivered")]
    [TestCase(202, "Delivered")]
    [TestCase(204, "Delivered")]
    [TestCase(206, "Denied")]
    [TestCase(260, "Blocked")]
    [TestCase(400, "Refused")]
    [TestCase(422, "Refused")]
    [TestCase(401, "Denied")]
    [TestCase(403, "Denied")]
    [TestCase(404, "Denied")]
    [TestCase(302, "Denied")]
    [TestCase(500, "Denied")]
    [TestCase(413, "TooLarge")]
    [TestCase(429, "Retry")]
    [TestCase(502, "Retry")]
    [TestCase(503, "Retry")]
    [TestCase(504, "Retry")]
    [TestCase(0, "Retry")]
    public void An_HTTP_status_decides(int status, string verdict) =>
        Assert.That(Verdicts.Of(new Exchange { Status = status }).ToString(), Is.EqualTo(verdict));

    [TestCase(0, "", "Delivered")]
    [TestCase(3, "", "Refused")]
    [TestCase(7, "", "Denied")]
    [TestCase(16, "", "Denied")]
    [TestCase(12, "", "Denied")]
    [TestCase(14, "", "Retry")]
    [TestCase(4, "", "Retry")]
    [TestCase(8, "quota", "Retry")]
    [TestCase(8, "grpc: received message larger than max (5 vs. 4)", "TooLarge")]
    public void A_gRPC_status_decides(int code, string words, string verdict) =>
        Assert.That(Verdicts.Of(new Exchange { Status = 200, GrpcStatus = code, ServerMessage = words }).ToString(), Is.EqualTo(verdict));

    [Test]
    public void Back_off_doubles_up_to_the_longest_and_jitters_over_all_of_it()
    {
        Assert.That(Waits(1, 7), Is.EqualTo(new double[] { 1, 2, 4, 8, 16, 30, 30 }));
        Assert.That(Waits(0, 6)[^1], Is.Zero);
        Assert.That(Waits(0.5, 6)[^1], Is.EqualTo(15));

        static double[] Waits(double random, int failures)
        {
            var breaker = new Breaker(new RetryConfig { BreakerFailures = int.MaxValue });
            return [.. Enumerable.Range(0, failures).Select(_ => breaker.Failed(asked: null, random).TotalSeconds)];
        }
    }

    [Test]
    public void The_breaker_opens_after_five_failures_and_closes_with_the_first_answer()
    {
        var breaker = new Breaker(new RetryConfig());
        for (var i = 1; i < 5; i++)
        {
            Assert.That(breaker.Failed(null, 1), Is.LessThan(TimeSpan.FromSeconds(60)));
        }

        Assert.That(breaker.IsOpen, Is.False);
        Assert.That(breaker.Failed(TimeSpan.FromSeconds(2), 1), Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(breaker.IsOpen, Is.True);
        Assert.That(breaker.Failed(TimeSpan.FromSeconds(90), 1), Is.EqualTo(TimeSpan.FromSeconds(90)));
        breaker.Answered();
        Assert.That(breaker.IsOpen, Is.False);
        Assert.That(breaker.Failed(TimeSpan.FromSeconds(7), 1), Is.EqualTo(TimeSpan.FromSeconds(7)));
    }

    [Test]
    public void A_partial_success_is_read_and_nonsense_is_none()
    {
        Assert.That(PartialSuccess.Read([0x0A, 0x06, 0x08, 0x96, 0x01, 0x12, 0x01, (byte)'x']), Is.EqualTo((150, "x")));
        Assert.That(PartialSuccess.Read([]), Is.EqualTo((0, "")));
        Assert.That(PartialSuccess.Read("{}"u8), Is.EqualTo((0, "")));
        Assert.That(PartialSuccess.Read([0x0A, 0xFF]), Is.EqualTo((0, "")));
    }
}
