namespace Exporters.Docker.Tests;

internal sealed class ApiVersionTests
{
    [TestCase("1.12", "1.41", "1.41", TestName = "Docker 20.10")]
    [TestCase("1.24", "1.45", "1.45", TestName = "Docker 26.1")]
    [TestCase("1.44", "1.52", "1.52", TestName = "Docker 29")]
    [TestCase("1.44", "1.60", "1.52", TestName = "A daemon that knows newer ones")]
    [TestCase("1.70", "1.90", "1.70", TestName = "A daemon that has dropped all that are known here")]
    [TestCase(null, "1.41", "1.41", TestName = "A daemon that does not tell its oldest")]
    public void The_highest_version_that_both_know_is_taken(string? oldest, string newest, string agreed) =>
        Assert.That(ApiVersion.Negotiate(ApiVersion.Parse(oldest), ApiVersion.Parse(newest)!.Value).ToString(), Is.EqualTo(agreed));

    [Test]
    public void A_daemon_older_than_1_24_is_refused() =>
        Assert.That(ApiVersion.Negotiate(ApiVersion.Parse("1.12"), new ApiVersion(1, 23)), Is.Null);

    [TestCase("")]
    [TestCase("1")]
    [TestCase("1.x")]
    [TestCase(null)]
    public void What_is_no_version_is_null(string? text) => Assert.That(ApiVersion.Parse(text), Is.Null);

    [Test]
    public void Minor_versions_are_compared_as_numbers() => Assert.That(new ApiVersion(1, 9) < new ApiVersion(1, 41), Is.True);
}
