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

namespace Exporters.Probes.Tests.Http;

internal sealed class Http2Tests
{
    [Test]
    public async Task Http2_is_spoken_where_both_sides_want_it()
    {
        await using var server = await StartAsync(HttpProtocols.Http1AndHttp2, context => context.Response.WriteAsync("two"));
        var url = Url(server);

        var two = await Probe.HttpAsync(url, new HttpModule { Tls = TestPki.Trusted, ValidVersions = ["HTTP/2.0"] });
        var one = await Probe.HttpAsync(url, new HttpModule { Tls = TestPki.Trusted, EnableHttp2 = false });
        var wrong = await Probe.HttpAsync(url, new HttpModule { Tls = TestPki.Trusted, ValidVersions = ["HTTP/1.1"] });

        Assert.That(two.Success, two.Detail);
        Assert.That(two.Http!.Version, Is.EqualTo(2));
        Assert.That(two.Http.BodyLength, Is.EqualTo(3));
        Assert.That(one.Http!.Version, Is.EqualTo(1.1));
        Assert.That(wrong.Failure, Is.EqualTo(FailureReason.Other));
        Assert.That(wrong.Detail, Is.EqualTo("the version is HTTP/2.0, expected HTTP/1.1"));
    }

    [Test]
    public async Task Redirects_over_http2_make_new_connections()
    {
        await using var server = await StartAsync(HttpProtocols.Http1AndHttp2, context =>
        {
            if (context.Request.Path == "/")
            {
                context.Response.Redirect("/end");
                return Task.CompletedTask;
            }

            return context.Response.WriteAsync("end");
        });

        var result = await Probe.HttpAsync(Url(server), new HttpModule { Tls = TestPki.Trusted });

        Assert.That(result.Success, result.Detail);
        Assert.That(result.Http!.Redirects, Is.EqualTo(1));
    }

    [Test]
    public async Task A_stream_that_is_reset_is_told_as_reset()
    {
        await using var server = await StartAsync(HttpProtocols.Http2, async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        var result = await Probe.HttpAsync(Url(server), new HttpModule { Tls = TestPki.Trusted });

        Assert.That(result.Failure, Is.EqualTo(FailureReason.Reset), result.Detail);
    }

    private static string Url(WebApplication server) =>
        server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    private static async Task<WebApplication> StartAsync(HttpProtocols protocols, RequestDelegate handler)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = TestPki.Leaf("localhost"),
                ServerCertificateChain = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12Collection(TestPki.IntermediatePfx, null),
            });
        }));
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        return app;
    }
}
