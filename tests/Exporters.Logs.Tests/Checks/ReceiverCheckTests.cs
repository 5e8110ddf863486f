using Exporters.Logs.Checks;
using Exporters.Logs.Otlp;
using Exporters.Metrics.Checks;

namespace Exporters.Logs.Tests.Checks;

/// <summary>What the answer to an empty export means.</summary>
[TestFixture]
public sealed class ReceiverCheckTests
{
    [TestCase(200, CheckState.Good, "takes an empty export")]
    [TestCase(204, CheckState.Good, "takes an empty export")]
    [TestCase(422, CheckState.Good, "wants records")]
    [TestCase(401, CheckState.Bad, "basic_auth")]
    [TestCase(404, CheckState.Bad, "http://loki:3100/otlp/v1/logs is Loki's")]
    [TestCase(429, CheckState.Bad, "overloaded")]
    [TestCase(503, CheckState.Bad, "overloaded or starting")]
    [TestCase(260, CheckState.Bad, "the tenant is blocked")]
    [TestCase(500, CheckState.Bad, "HTTP 500")]
    [TestCase(0, CheckState.Bad, "is the receiver running")]
    public void Over_HTTP(int status, CheckState state, string says)
    {
        var answer = ReceiverCheck.Meaning(new Exchange { Status = status }, new OtlpConfig { Endpoint = new Uri("http://loki:3100/v1/logs") });

        Assert.That(answer.State, Is.EqualTo(state));
        Assert.That(answer.Detail, Does.Contain(says));
    }

    [TestCase(0, CheckState.Good)]
    [TestCase(3, CheckState.Good)]
    [TestCase(16, CheckState.Bad)]
    [TestCase(12, CheckState.Bad)]
    public void Over_gRPC(int code, CheckState state) =>
        Assert.That(ReceiverCheck.Meaning(new Exchange { Status = 200, GrpcStatus = code }, new OtlpConfig { Grpc = true }).State, Is.EqualTo(state));

    [Test]
    public void A_page_for_people_is_no_receiver() =>
        Assert.That(ReceiverCheck.Meaning(new Exchange { Status = 200, IsPage = true }, new OtlpConfig()).State, Is.EqualTo(CheckState.Bad));

    [Test]
    public void Credentials_of_the_URL_are_not_shown() =>
        Assert.That(ReceiverCheck.Of(new OtlpConfig { Endpoint = new Uri("http://me:secret@loki/otlp/v1/logs") }).Subject, Is.EqualTo("otlp http://loki/otlp/v1/logs"));
}
