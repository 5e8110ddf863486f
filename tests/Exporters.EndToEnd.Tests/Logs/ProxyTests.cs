using System.Security.Cryptography.X509Certificates;
using Exporters.EndToEnd.Tests.Program;
using Exporters.LogSink;
using Exporters.Testing;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>The proxy that the environment names, on the way to the receiver.</summary>
internal sealed class ProxyTests : IDisposable
{
    private string _root = "";
    private X509Certificate2 _authority = null!;
    private X509Certificate2 _certificate = null!;

    [SetUp]
    public void SetUp()
    {
        _root = Directory.CreateTempSubdirectory("proxy").FullName;
        _authority = TestCertificates.Authority();
        _certificate = TestCertificates.Issued(_authority, "CN=receiver");
        File.WriteAllText(Path.Combine(_root, "ca.pem"), _authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_root, "app.log"), "one\ntwo\nthree\n");
    }

    [TearDown]
    public void Dispose()
    {
        _authority?.Dispose();
        _certificate?.Dispose();
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    [TestCase("http", "HTTP_PROXY", "POST ")]
    [TestCase("http", "http_proxy", "POST ")]
    [TestCase("http", "ALL_PROXY", "POST ")]
    [TestCase("https", "HTTPS_PROXY", "CONNECT ")]
    [TestCase("https", "https_proxy", "CONNECT ")]
    [TestCase("https+grpc", "HTTPS_PROXY", "CONNECT ")]
    [TestCase("http+grpc", "HTTP_PROXY", "CONNECT ")]
    public async Task What_the_environment_names_is_gone_through(string scheme, string variable, string method)
    {
        await using var sink = await StartSinkAsync(scheme);
        await using var proxy = new TinyProxy();
        var (exitCode, error) = await SendAsync(sink, scheme, (variable, "http://" + proxy.Address));
        Assert.That(exitCode, Is.Zero, error);
        Assert.That(sink.Accepted, Is.EqualTo(3));
        Assert.That(proxy.Requests, Is.Not.Empty.And.All.StartsWith(method), "the receiver was asked by way of the proxy");
    }

    [TestCase("http", "HTTP_PROXY")]
    [TestCase("https", "HTTPS_PROXY")]
    [TestCase("http+grpc", "HTTP_PROXY")]
    public async Task A_proxy_gets_its_password(string scheme, string variable)
    {
        await using var sink = await StartSinkAsync(scheme);
        await using var proxy = new TinyProxy("ann:p@ss");
        var (exitCode, error) = await SendAsync(sink, scheme, (variable, "http://ann:p%40ss@" + proxy.Address));
        Assert.That(exitCode, Is.Zero, error);
        Assert.That(sink.Accepted, Is.EqualTo(3));
        Assert.That(proxy.Requests, Is.Not.Empty);
    }

    [TestCase("http", "HTTP_PROXY")]
    [TestCase("https", "HTTPS_PROXY")]
    [TestCase("http+grpc", "HTTP_PROXY")]
    public async Task NO_PROXY_goes_straight(string scheme, string variable)
    {
        await using var sink = await StartSinkAsync(scheme);
        await using var proxy = new TinyProxy();
        var (exitCode, error) = await SendAsync(sink, scheme, (variable, "http://" + proxy.Address), ("NO_PROXY", "example.org,127.0.0.1"));
        Assert.That(exitCode, Is.Zero, error);
        Assert.That(sink.Accepted, Is.EqualTo(3));
        Assert.That(proxy.Requests, Is.Empty);
    }

    [Test]
    public async Task What_the_proxy_answers_is_told()
    {
        await using var sink = await StartSinkAsync("http+grpc");
        await using var proxy = new TinyProxy("ann:secret");
        await using var program = Start(sink, "http+grpc", ("HTTP_PROXY", "http://" + proxy.Address));
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !program.Error.Contains("407 Who are you", StringComparison.Ordinal);)
        {
            Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(60)), program.Error);
            await Task.Delay(20);
        }

        Assert.That(sink.Requests, Is.Zero);
    }

    private Task<Sink> StartSinkAsync(string scheme) => Sink.StartAsync(new SinkOptions
    {
        Grpc = "127.0.0.1:0",
        Certificate = scheme.StartsWith("https", StringComparison.Ordinal) ? _certificate : null,
    });

    private async Task<(int ExitCode, string Error)> SendAsync(Sink sink, string scheme, params (string Name, string Value)[] environment)
    {
        await using var program = Start(sink, scheme, environment);
        return (await program.ExitAsync(), program.Error);
    }

    private RunningProgram Start(Sink sink, string scheme, params (string Name, string Value)[] environment)
    {
        var grpc = scheme.EndsWith("grpc", StringComparison.Ordinal);
        var config = Path.Combine(_root, "exporters.yaml");
        File.WriteAllText(config, $$"""
            logs:
              state_dir: {{_root}}/state
              otlp:
                endpoint: "{{(grpc ? sink.GrpcUrl : sink.Url + "/v1/logs")}}"
                protocol: {{(grpc ? "grpc" : "http/protobuf")}}
                {{(scheme.StartsWith("https", StringComparison.Ordinal) ? $"tls: {{ ca_file: {_root}/ca.pem }}" : "")}}
                retry: { first_wait: 10ms, longest_wait: 10ms, breaker_trial: 10ms }
            """);
        return RunningProgram.StartWith(environment, "logs", $"--config.file={config}", $"--file={_root}/app.log");
    }
}
