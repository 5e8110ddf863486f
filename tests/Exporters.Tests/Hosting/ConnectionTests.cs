using System.Net;
using System.Net.Sockets;
using System.Text;
using Exporters.Configuration;
using Exporters.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Exporters.Tests.Hosting;

/// <summary>Clients that do not treat their connection as a browser does.</summary>
[TestFixture, CancelAfter(60_000)]
public sealed class ConnectionTests
{
    private WebApplication _app = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = ServeTests.Build(values => values.TrySet(ServerSettings.MaxRequests, ["1"], "test", out _));
        await _app.StartAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _app.DisposeAsync();

    [TestCase("/metrics", "node_load1")]
    [TestCase("/health", "\"")]
    [TestCase("/", "<")]
    public async Task Who_ends_its_sending_side_after_the_request_gets_the_answer(string path, string part, CancellationToken cancellation)
    {
        for (var i = 0; i < 5; i++)
        {
            using var client = await ConnectAsync(cancellation);
            await SendAsync(client, $"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n", cancellation);
            await using var stream = new NetworkStream(client);
            client.Shutdown(SocketShutdown.Send);

            using var reader = new StreamReader(stream, Encoding.UTF8);
            Assert.That(await reader.ReadToEndAsync(cancellation), Does.StartWith("HTTP/1.1 200 OK").And.Contain(part));
        }
    }

    [Test]
    public async Task Who_reads_nothing_takes_no_place_from_others(CancellationToken cancellation)
    {
        using var idle = await ConnectAsync(cancellation, receiveBuffer: 4096);
        await SendAsync(idle, string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 300)), cancellation);
        using var client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };

        // The place is taken while a page is made for the idle one, and free once nothing more fits into its connection.
        HttpStatusCode status;
        do
        {
            using var response = await client.GetAsync("/metrics?collect[]=loadavg", cancellation);
            status = response.StatusCode;
        }
        while (status == HttpStatusCode.ServiceUnavailable);

        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public void Who_takes_nothing_for_half_a_minute_is_cut_off()
    {
        var rate = _app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits.MinResponseDataRate;

        Assert.That(rate!.GracePeriod, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(8_000_000 / rate.BytesPerSecond, Is.LessThan(1), "seconds that what the kernel holds for a client adds to it");
    }

    [Test]
    public async Task A_name_is_listened_on_at_its_address()
    {
        // The name of this machine's loopback that every resolver knows and the program does not treat by itself.
        await using var app = ServeTests.Build(values => values.TrySet(ServerSettings.ListenAddress, ["LOCALHOST:0"], "test", out _));
        await app.StartAsync();

        Assert.That(new Uri(app.Urls.Single()).Host, Is.EqualTo("127.0.0.1"));
    }

    [Test]
    public void A_name_without_an_address_is_named() =>
        Assert.That(
            () => ServeTests.Build(values => values.TrySet(ServerSettings.ListenAddress, ["nowhere.invalid:9200"], "test", out _)),
            Throws.TypeOf<ListenNameException>().With.Message.StartsWith("cannot listen on nowhere.invalid:9200: nowhere.invalid has no address").And.Message.Contains("--web.listen-address"));

    private static async Task SendAsync(Socket client, string text, CancellationToken cancellation) =>
        await client.SendAsync(Encoding.ASCII.GetBytes(text), cancellation);

    private async Task<Socket> ConnectAsync(CancellationToken cancellation, int? receiveBuffer = null)
    {
        var address = new Uri(_app.Urls.Single());
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.ReceiveBufferSize = receiveBuffer ?? client.ReceiveBufferSize;
        await client.ConnectAsync(IPAddress.Loopback, address.Port, cancellation);
        return client;
    }
}
