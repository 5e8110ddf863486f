using System.Net;
using System.Text;
using Exporters.Host.Network.Addresses;
using Exporters.Metrics;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Host.Tests.Network.Addresses;

public sealed class PublicAddressClientTests
{
    private static readonly Uri Url = new("https://address.example/");

    [TestCase("8.8.4.4", "8.8.4.4")]
    [TestCase("8.8.4.4\n", "8.8.4.4")]
    [TestCase("2001:DB8::1\r\n", "2001:db8::1")]
    [TestCase("::ffff:8.8.4.4", "8.8.4.4")]
    public void An_address_and_nothing_else_is_an_answer(string answer, string address) =>
        Assert.That(PublicAddressClient.Parse(Encoding.UTF8.GetBytes(answer)).ToString(), Is.EqualTo(address));

    [TestCase("")]
    [TestCase("<html>8.8.4.4</html>")]
    [TestCase("8.8.4.4 8.8.8.8")]
    [TestCase("8.8.4")]
    [TestCase("134744072")]
    [TestCase("8.8.4.4:80")]
    [TestCase("[2001:db8::1]")]
    [TestCase("2001:db8::1%eth0")]
    [TestCase("192.168.1.1")]
    [TestCase("127.0.0.1")]
    [TestCase("fe80::1")]
    [TestCase("\u0000\u0001")]
    public void Anything_else_is_refused(string answer) =>
        Assert.That(() => PublicAddressClient.Parse(Encoding.UTF8.GetBytes(answer)), Throws.TypeOf<FormatException>());

    [Test]
    public void An_endless_answer_is_refused_without_reading_all_of_it() =>
        Assert.That(() => PublicAddressClient.Parse(new byte[257]), Throws.TypeOf<FormatException>().With.Message.Contains("longer than 256 bytes"));

    [Test]
    public async Task A_good_answer_is_published()
    {
        using var client = Client(_ => Answer("8.8.4.4"));
        await client.AskAsync(CancellationToken.None);
        Assert.That(client.Current.Address, Is.EqualTo(IPAddress.Parse("8.8.4.4")));
        Assert.That(client.Current.Failure, Is.Null);
    }

    [Test]
    public async Task After_a_failure_the_last_good_answer_stays_and_the_reason_is_told()
    {
        var answers = new Queue<Func<HttpResponseMessage>>(
        [
            () => Answer("8.8.4.4"), () => new HttpResponseMessage(HttpStatusCode.InternalServerError), () => Answer("nonsense"), () => Answer("8.8.8.8"),
        ]);
        using var client = Client(_ => answers.Dequeue()());
        var seen = new List<(string?, UnavailableReason?)>();
        while (answers.Count > 0)
        {
            await client.AskAsync(CancellationToken.None);
            seen.Add((client.Current.Address?.ToString(), client.Current.Failure));
        }

        Assert.That(seen, Is.EqualTo(new (string?, UnavailableReason?)[]
        {
            ("8.8.4.4", null), ("8.8.4.4", UnavailableReason.Unreachable), ("8.8.4.4", UnavailableReason.Format), ("8.8.8.8", null),
        }));
    }

    [Test]
    public async Task Nobody_there_is_unreachable()
    {
        using var client = Client(_ => throw new HttpRequestException("connection refused"));
        await client.AskAsync(CancellationToken.None);
        Assert.That(client.Current, Is.EqualTo(new PublicAddress(null, 0, UnavailableReason.Unreachable)));
    }

    [Test]
    public async Task Who_does_not_answer_in_time_is_given_up()
    {
        using var handler = new Script(async cancellationToken =>
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Answer("8.8.4.4");
        });
        using var client = new PublicAddressClient(
            Url, TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(20), TimeProvider.System, NullLogger.Instance, handler);
        await client.AskAsync(CancellationToken.None);
        Assert.That(client.Current.Failure, Is.EqualTo(UnavailableReason.Timeout));
    }

    [Test]
    public async Task The_end_of_the_program_is_no_failure_and_ends_the_timer()
    {
        using var stop = new CancellationTokenSource();
        using var handler = new Script(async cancellationToken =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return Answer("8.8.4.4");
        });
        using var client = new PublicAddressClient(Url, TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeProvider.System, NullLogger.Instance, handler);
        await client.RunAsync(stop.Token).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.That(client.Current, Is.SameAs(PublicAddress.Unasked));
    }

    private static PublicAddressClient Client(Func<CancellationToken, HttpResponseMessage> answer) => new(
        Url, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeProvider.System, NullLogger.Instance,
        new Script(cancellationToken => Task.FromResult(answer(cancellationToken))));

    private static HttpResponseMessage Answer(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text) };

    private sealed class Script(Func<CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer(cancellationToken);
    }
}
