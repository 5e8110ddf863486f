using System.Security.Cryptography.X509Certificates;
using Exporters.LogSink;
using Exporters.Logs.Otlp;
using Exporters.Logs.Records;
using Exporters.Metrics.Instruments;
using Exporters.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Logs.Tests.Otlp;

public sealed class TlsTests
{
    private static readonly LogResource Resource = new([new("service.name", "api")]);

    private string _directory = "";

    [SetUp]
    public void MakeDirectory() => _directory = Directory.CreateTempSubdirectory("tls").FullName;

    [TearDown]
    public void RemoveDirectory() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task An_authority_of_one_s_own_is_trusted_and_the_client_s_certificate_shown([Values] bool grpc)
    {
        using var authority = TestCertificates.Authority();
        using var server = TestCertificates.Issued(authority, "CN=receiver");
        using var client = TestCertificates.Issued(authority, "CN=shipper");
        await using var sink = await Sink.StartAsync(new SinkOptions { Certificate = server, Grpc = "127.0.0.1:0", Keep = true });
        var ca = Write("ca.pem", authority.ExportCertificatePem());
        var certificate = Write("client.pem", client.ExportCertificatePem());
        var key = Write("client.key", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using var sender = Sender(sink, c => c with { CaFile = ca, CertFile = certificate, KeyFile = key }, grpc);

        await sender.SendAsync(Resource, [Entry()], default);
        await sender.SendAsync(Resource, [Entry()], default);

        Assert.That(sink.Accepted, Is.EqualTo(2));
        Assert.That(sink.Headers.Select(h => h["content-type"]), Has.All.EqualTo(grpc ? "application/grpc" : "application/x-protobuf"));
        Assert.That(sink.ClientCertificates, Is.EqualTo(new[] { client.Thumbprint, client.Thumbprint }));
    }

    [Test]
    public async Task A_receiver_of_another_authority_gets_nothing([Values] bool grpc)
    {
        using var authority = TestCertificates.Authority();
        using var other = TestCertificates.Authority();
        using var server = TestCertificates.Issued(other, "CN=receiver");
        await using var sink = await Sink.StartAsync(new SinkOptions { Certificate = server, Grpc = "127.0.0.1:0" });
        var ca = Write("ca.pem", authority.ExportCertificatePem());
        await using var sender = Sender(sink, c => c with { CaFile = ca }, grpc);
        using var giveUp = new CancellationTokenSource();
        var sending = sender.SendAsync(Resource, [Entry()], giveUp.Token).AsTask();
        while (sender.Trouble is null && !sending.IsCompleted)
        {
            await Task.Yield();
        }

        await giveUp.CancelAsync();
        await Assert.ThatAsync(() => sending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(sender.Trouble, Does.Contain("SSL").And.Contain("no answer"));
        Assert.That(sink.Requests, Is.Zero);
    }

    [Test]
    public async Task An_unknown_authority_is_said_and_nothing_is_sent()
    {
        using var authority = TestCertificates.Authority();
        using var certificate = TestCertificates.Issued(authority, "CN=receiver");
        await using var sink = await Sink.StartAsync(new SinkOptions { Certificate = certificate });
        await using var sender = Sender(sink, c => c);
        using var giveUp = new CancellationTokenSource();
        var sending = sender.SendAsync(Resource, [Entry()], giveUp.Token).AsTask();
        while (sender.Trouble is null)
        {
            await Task.Yield();
        }

        await giveUp.CancelAsync();
        await Assert.ThatAsync(() => sending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(sender.Trouble, Does.Contain("SSL"));
        Assert.That(sink.Requests, Is.Zero);
    }

    [Test]
    public async Task An_authority_that_is_replaced_counts_from_the_next_attempt_on([Values] bool grpc)
    {
        using var before = TestCertificates.Authority();
        using var after = TestCertificates.Authority();
        using var server = TestCertificates.Issued(after, "CN=receiver");
        await using var sink = await Sink.StartAsync(new SinkOptions { Certificate = server, Grpc = "127.0.0.1:0", Keep = true });
        var ca = Write("ca.pem", before.ExportCertificatePem());
        await using var sender = Sender(sink, c => c with { CaFile = ca }, grpc);
        var sending = sender.SendAsync(Resource, [Entry()], default).AsTask();
        while (sender.Trouble is null)
        {
            await Task.Yield();
        }

        Write("ca.pem", "not a certificate");
        Write("new.pem", after.ExportCertificatePem());
        File.Move(Path.Combine(_directory, "new.pem"), ca, overwrite: true);
        await sending;

        Assert.That(sink.Accepted, Is.EqualTo(1));
        Assert.That(sender.Trouble, Is.Null);
    }

    private static LogEntry Entry() => new() { Body = "x", TimestampTicks = DateTime.UnixEpoch.AddYears(56).Ticks };

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    private OtlpSender Sender(Sink sink, Func<OtlpConfig, OtlpConfig> change, bool grpc = false) => new(
        change(new OtlpConfig
        {
            Endpoint = new Uri(grpc ? sink.GrpcUrl : sink.Url + "/v1/logs"),
            Grpc = grpc,
            Retry = new RetryConfig { First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(2), BreakerTrial = TimeSpan.FromMilliseconds(2) },
        }),
        _directory,
        new SenderInstruments(new InstrumentRegistry()),
        TimeProvider.System,
        NullLoggerFactory.Instance);
}
