using System.Net;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;
using Exporters.Probes.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Exporters.Probes.Tests.Grpc;

internal sealed class GrpcProberTests
{
    [Test]
    public async Task A_service_that_serves_is_a_success([Values] bool useTls)
    {
        var heard = new List<string>();
        await using var server = await StartAsync(useTls, async context =>
        {
            heard.Add($"{context.Request.Protocol} {context.Request.Method} {context.Request.Path} {context.Request.ContentType} {context.Request.Headers.TE} {context.Request.Headers["x-tenant"]}");
            var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            heard.Add(Convert.ToHexStringLower(body.ToArray()));
            await AnswerAsync(context, [8, 1]);
        });

        var result = await ProbeAsync(server, new GrpcModule { UseTls = useTls, Service = "shop", Metadata = [new RequestHeader("x-tenant", "red")] });
        var page = Probe.Page(result);

        Assert.That(result.Success, result.Detail);
        Assert.That(heard, Is.EqualTo(new[] { "HTTP/2 POST /grpc.health.v1.Health/Check application/grpc trailers red", "00" + "00000006" + "0a0473686f70" }));
        Assert.That(page, Does.Contain("probe_grpc_status_code 0\n").And.Contain($"probe_grpc_ssl {(useTls ? 1 : 0)}\n")
            .And.Contain("probe_grpc_healthcheck_response{serving_status=\"SERVING\"} 1\n").And.Contain("probe_grpc_healthcheck_response{serving_status=\"NOT_SERVING\"} 0\n")
            .And.Contain("probe_grpc_duration_seconds{phase=\"resolve\"} ").And.Contain("probe_grpc_duration_seconds{phase=\"check\"} "));
        Assert.That(page.Contains("probe_ssl_earliest_cert_expiry ", StringComparison.Ordinal), Is.EqualTo(useTls));
    }

    [TestCase("", "UNKNOWN")]
    [TestCase("0802", "NOT_SERVING")]
    [TestCase("0803", "SERVICE_UNKNOWN")]
    [TestCase("120568656c6c6f1dffffffff0802", "NOT_SERVING", TestName = "Fields_that_are_not_known_are_passed_over")]
    public async Task Another_state_is_told(string message, string state)
    {
        await using var server = await StartAsync(useTls: false, context => AnswerAsync(context, Convert.FromHexString(message)));

        var result = await ProbeAsync(server);

        Assert.That((result.Failure, result.Detail), Is.EqualTo((FailureReason.Status, $"the service is {state}, expected SERVING")));
        Assert.That(Probe.Page(result), Does.Contain($"probe_grpc_healthcheck_response{{serving_status=\"{state}\"}} 1\n").And.Contain("probe_grpc_status_code 0\n"));
    }

    [TestCase(5, "unknown%20service", "the call ends with NOT_FOUND (5): unknown service")]
    [TestCase(12, "", "the call ends with UNIMPLEMENTED (12): ")]
    [TestCase(99, "", "the call ends with 99: ")]
    public async Task The_status_of_a_call_that_fails_is_told(int status, string message, string detail)
    {
        await using var server = await StartAsync(useTls: false, context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = $"{status}";
            context.Response.Headers["grpc-message"] = message;
            return Task.CompletedTask;
        });

        var result = await ProbeAsync(server);

        Assert.That((result.Failure, result.Detail), Is.EqualTo((FailureReason.Status, detail)));
        Assert.That(Probe.Page(result), Does.Contain($"probe_grpc_status_code {status}\n").And.Contain("serving_status=\"SERVING\"} 0\n").And.Not.Contain("\"} 1\nprobe_grpc_health"));
    }

    [TestCase(404, 12)]
    [TestCase(401, 16)]
    [TestCase(503, 14)]
    [TestCase(200, 2)]
    public async Task A_web_server_is_no_grpc_server(int http, int status)
    {
        await using var server = await StartAsync(useTls: false, context =>
        {
            context.Response.StatusCode = http;
            return context.Response.WriteAsync("hello");
        });

        var result = await ProbeAsync(server);

        Assert.That(result.Detail, Does.StartWith($"the server does not answer by gRPC but with HTTP status {http}"));
        Assert.That(Probe.Page(result), Does.Contain($"probe_grpc_status_code {status}\n"));
    }

    [TestCase("0000000003", "the server's answer is not one whole message")]
    [TestCase("0100000000", "the server compresses its answer")]
    [TestCase("000000000108", "the server's answer ends within a field")]
    [TestCase("00000000030a0561", "the server's answer ends within a field")]
    [TestCase("", "the server answers without a message")]
    public async Task A_broken_answer_is_an_internal_error(string frame, string detail)
    {
        await using var server = await StartAsync(useTls: false, context => AnswerFrameAsync(context, Convert.FromHexString(frame)));

        var result = await ProbeAsync(server);

        Assert.That(result.Detail, Does.StartWith(detail));
        Assert.That(result.Grpc!.StatusCode, Is.EqualTo(13));
    }

    [Test]
    public async Task A_call_without_status_is_an_internal_error()
    {
        await using var server = await StartAsync(useTls: false, async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[] { 0, 0, 0, 0, 2, 8, 1 });
        });

        var result = await ProbeAsync(server);

        Assert.That((result.Grpc!.StatusCode, result.Detail), Is.EqualTo((13, "the server ends the call without a grpc-status")));
    }

    [Test]
    public async Task Nobody_there_is_unavailable_and_of_another_protocol_too()
    {
        using var old = ScriptServer.Answer(ScriptServer.Ok("hello"));

        var closed = await Probe.RunAsync($"localhost:{Probe.ClosedPort()}", Module(new GrpcModule()));
        var first = await Probe.RunAsync($"localhost:{old.Port}", Module(new GrpcModule()));

        Assert.That((closed.Failure, closed.Grpc!.StatusCode), Is.EqualTo((FailureReason.Refused, 14)));
        Assert.That((first.Success, first.Grpc!.StatusCode), Is.EqualTo((false, 14)), first.Detail);
    }

    [Test]
    public async Task A_name_that_does_not_resolve_leaves_the_states_out()
    {
        var result = await Probe.RunAsync("nowhere.test:1", Module(new GrpcModule()));

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Dns));
        Assert.That(Probe.Page(result), Does.Contain("probe_grpc_duration_seconds{phase=\"resolve\"} 0\n").And.Contain("probe_grpc_status_code 0\n")
            .And.Not.Contain("serving_status").And.Not.Contain("phase=\"check\""));
    }

    [Test]
    public async Task A_certificate_that_is_not_trusted_ends_the_probe_before_the_call()
    {
        var calls = 0;
        await using var server = await StartAsync(useTls: true, context =>
        {
            calls++;
            return Task.CompletedTask;
        });

        var result = await Probe.RunAsync(Target(server), Module(new GrpcModule { UseTls = true }));

        Assert.That((result.Failure, result.Grpc!.StatusCode, calls), Is.EqualTo((FailureReason.TlsUntrusted, 14, 0)));
        Assert.That(Probe.Page(result), Does.Contain("probe_ssl_earliest_cert_expiry ").And.Contain("probe_grpc_ssl 0\n"));
    }

    [TestCase("localhost:50051", false, "localhost:50051")]
    [TestCase("http://localhost:50051/path", true, "localhost:50051")]
    [TestCase("localhost", false, "localhost:80")]
    [TestCase("https://[::1]", true, "[::1]:443")]
    [TestCase("localhost:0", false, null)]
    [TestCase("", false, null)]
    public void Targets_are_host_and_port(string target, bool useTls, string? expected)
    {
        Assert.That(Exporters.Probes.Grpc.GrpcTarget.TryParse(target, useTls)?.ToString(), Is.EqualTo(expected));
    }

    private static ProbeModule Module(GrpcModule module) => new() { Name = "test", Grpc = module };

    private static Task<ProbeResult> ProbeAsync(WebApplication server, GrpcModule? module = null) =>
        Probe.RunAsync(Target(server), Module((module ?? new GrpcModule()) with { Tls = TestPki.Trusted }));

    private static string Target(WebApplication server) =>
        "localhost:" + new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    private static Task AnswerAsync(HttpContext context, byte[] message) => AnswerFrameAsync(context, [0, 0, 0, 0, (byte)message.Length, .. message]);

    private static async Task AnswerFrameAsync(HttpContext context, byte[] frame)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(frame);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task<WebApplication> StartAsync(bool useTls, RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (useTls)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = TestPki.Leaf("localhost"),
                    ServerCertificateChain = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12Collection(TestPki.IntermediatePfx, null),
                });
            }
        }));
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        return app;
    }
}
