using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporters.Logs.Otlp;
using Exporters.Logs.Records;
using Exporters.LogSink;
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
    public async Task An_authority_of_one_s_own_is_trusted_and_the_client_s_certificate_shown()
    {
        using var certificate = Certificate();
        await using var sink = await Sink.StartAsync(new SinkOptions { Certificate = certificate });
        var ca = Write("ca.pem", certificate.ExportCertificatePem());
        var key = Write("key.pem", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await using var sender = Sender(sink, c => c with { CaFile = ca, CertFile = ca, KeyFile = key });

        await sender.SendAsync(Resource, [Entry()], default);

        Assert.That(sink.Accepted, Is.EqualTo(1));
        Assert.That(sink.ClientCertificates, Is.EqualTo(new[] { certificate.Thumbprint }));
    }

    [Test]
    public async Task An_unknown_authority_is_said_and_nothing_is_sent()
    {
        using var certificate = Certificate();
        await using var sink = await Sink.StartAsync(new SinkOptions { Certificate = certificate });
        await using var sender = Sender(sink, c => c);
        using var giveUp = new CancellationTokenSource();
        var sending = sender.SendAsync(Resource, [Entry()], giveUp.Token).AsTask();
        while (sender.Trouble is null)
        {
            await Task.Yield();
        }

        await giveUp.CancelAsync();
        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(sender.Trouble, Does.Contain("SSL"));
        Assert.That(sink.Requests, Is.Zero);
    }

    private static LogEntry Entry() => new() { Body = "x", TimestampTicks = DateTime.UnixEpoch.AddYears(56).Ticks };

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }

    private OtlpSender Sender(Sink sink, Func<OtlpConfig, OtlpConfig> change) => new(
        change(new OtlpConfig
        {
            Endpoint = new Uri(sink.Url + "/v1/logs"),
            Retry = new RetryConfig { First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(2), BreakerTrial = TimeSpan.FromMilliseconds(2) },
        }),
        _directory,
        TimeProvider.System,
        NullLoggerFactory.Instance);
}
