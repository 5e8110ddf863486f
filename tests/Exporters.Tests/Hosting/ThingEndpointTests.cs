using Exporters.Hosting;
using Exporters.Metrics.Modules;

namespace Exporters.Tests.Hosting;

/// <summary><c>/health/KIND/NAME</c>.</summary>
[TestFixture]
public sealed class ThingEndpointTests
{
    private readonly ThingEndpoint _endpoint = new([new Containers()]);

    [TestCase("containers/web", 200, "running")]
    [TestCase("containers/db", 503, "exited with code 1")]
    [TestCase("containers/wep", 404, "none of the containers is called \"wep\"; did you mean web?")]
    [TestCase("containers/something-else", 404, "none of the containers is called \"something-else\"")]
    [TestCase("containers", 404, "none of the containers is called \"\"")]
    [TestCase("units/nginx", 404, "no units are watched here: the module is off, see /health")]
    [TestCase("disks/sda", 404, "no kind \"disks\": /health/units/NAME, /health/groups/NAME, /health/containers/NAME, /health/probes/NAME, /health/logs/NAME")]
    [TestCase("containers/a\nb\u001b[31m", 404, "none of the containers is called \"a?b?[31m\"")]
    public void It_answers_with_the_state_the_reason_or_the_nearest_name(string path, int status, string text) =>
        Assert.That(_endpoint.Answer(path), Is.EqualTo((status, text)));

    [Test]
    public void A_name_without_end_is_not_repeated() =>
        Assert.That(_endpoint.Answer("containers/" + new string('x', 10_000)).Text, Has.Length.LessThan(200));

    private sealed class Containers : IThings
    {
        public string Kind => "containers";

        public IEnumerable<string> Names => ["web", "db"];

        public ThingHealth? Find(string name) => name switch
        {
            "web" => ThingHealth.Well("running"),
            "db" => ThingHealth.Ill("exited with code 1"),
            _ => null,
        };
    }
}
