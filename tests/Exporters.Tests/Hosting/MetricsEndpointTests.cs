using System.Text;
using Exporters.Hosting;
using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Exporters.Metrics.Running;
using Exporters.Testing.Exposition;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Tests.Hosting;

/// <summary>Errors of the page, as promhttp counts them.</summary>
[TestFixture]
public sealed class MetricsEndpointTests
{
    private static readonly Family Gauge = Family.Gauge("shared", "One type.");
    private static readonly Family Counter = Family.Counter("shared", "Another type.");

    [Test]
    public async Task Both_causes_of_errors_begin_with_zero()
    {
        var endpoint = Endpoint(new One("a", Gauge));

        Assert.That(await ErrorsAsync(endpoint), Is.EqualTo(("encoding: 0", "gathering: 0")));
    }

    [Test]
    public async Task A_page_whose_collectors_contradict_each_other_counts_once_as_an_error_of_gathering()
    {
        var endpoint = Endpoint(new One("a", Gauge), new One("b", Counter), new One("c", Counter));

        await ErrorsAsync(endpoint);

        Assert.That(await ErrorsAsync(endpoint), Is.EqualTo(("encoding: 0", "gathering: 1")));
    }

    [Test]
    public async Task A_page_that_cannot_be_sent_counts_as_an_error_of_encoding()
    {
        var endpoint = Endpoint(new One("a", Gauge));
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Response.Body = new BrokenStream();

        await Assert.ThrowsAsync<IOException>(() => endpoint.HandleAsync(context));

        Assert.That(await ErrorsAsync(endpoint), Is.EqualTo(("encoding: 1", "gathering: 0")));
    }

    private static MetricsEndpoint Endpoint(params ICollector[] collectors)
    {
        var instruments = new InstrumentRegistry();
        var requests = new ScrapeRequests(0, instruments);
        var runner = new CollectorRunner([.. collectors, new InstrumentCollector(instruments, showsProcess: true)], TimeProvider.System, _ => { });
        return new MetricsEndpoint(runner, requests, TimeProvider.System, NullLoggerFactory.Instance);
    }

    private static async Task<(string, string)> ErrorsAsync(MetricsEndpoint endpoint)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        using var body = new MemoryStream();
        context.Response.Body = body;
        await endpoint.HandleAsync(context);
        var samples = ExpositionParser.Parse(Encoding.UTF8.GetString(body.ToArray()))["promhttp_metric_handler_errors_total"].Samples;
        return ($"{samples[0].Labels["cause"]}: {samples[0].Value}", $"{samples[1].Labels["cause"]}: {samples[1].Value}");
    }

    private sealed class One(string name, Family family) : ICollector
    {
        public string Name => name;

        public IReadOnlyList<Family> Families => [family];

        public void Collect(FamilyWriter writer) => writer.Write(family, 1);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("broken pipe");
    }
}
