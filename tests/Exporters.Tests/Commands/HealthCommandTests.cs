using Exporters.Commands;

namespace Exporters.Tests.Commands;

[TestFixture]
public sealed class HealthCommandTests
{
    [TestCase("127.0.0.1:9200", "127.0.0.1:9200")]
    [TestCase(":9200", "127.0.0.1:9200")]
    [TestCase("0.0.0.0:9201", "127.0.0.1:9201")]
    [TestCase("[::]:9200", "[::1]:9200")]
    [TestCase("localhost:9300", "127.0.0.1:9300")]
    [TestCase("10.0.0.7:9200", "10.0.0.7:9200")]
    [TestCase("10.0.0.7:9200 [::1]:9201", "[::1]:9201")]
    public void It_asks_where_the_process_listens_and_rather_on_loopback(string listen, string asked) =>
        Assert.That(HealthCommand.Reachable(listen.Split(' '))?.ToString(), Is.EqualTo(asked));

    [Test]
    public void A_port_of_the_kernels_choice_cannot_be_asked() =>
        Assert.That(HealthCommand.Reachable(["127.0.0.1:0"]), Is.Null);

    [TestCase("""{"status":"healthy","modules":[{"module":"host","state":"running","detail":""}]}""", "healthy")]
    [TestCase("""{"status":"healthy","modules":[{"module":"host","state":"starting","detail":"x"}]}""", "healthy")]
    [TestCase("""{"status":"starting","modules":[{"module":"logs","state":"starting","detail":"opening sources"}]}""", "starting: logs starting (opening sources)")]
    [TestCase("""{"status":"unhealthy","modules":[{"module":"logs","state":"failed","detail":"no room\nleft"},{"module":"host","state":"running","detail":""}]}""", "unhealthy: logs failed (no room left)")]
    public void The_answer_becomes_one_line_with_the_modules_that_are_to_blame(string body, string line) =>
        Assert.That(HealthCommand.Summary(body), Is.EqualTo(line));

    [TestCase("")]
    [TestCase("ok")]
    [TestCase("[1]")]
    [TestCase("""{"status":"up"}""")]
    [TestCase("""{"status":"up","modules":[{"name":"x"}]}""")]
    [TestCase("""{"status":"up","modules":"none"}""")]
    public void The_answer_of_another_program_is_not_taken_for_ours(string body) =>
        Assert.That(HealthCommand.Summary(body), Is.Null);
}
