using System.Buffers;
using BenchmarkDotNet.Attributes;
using Exporters.Configuration;
using Exporters.Hosting;
using Exporters.Metrics.Exposition;
using Exporters.Metrics.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Exporters.Benchmarks.Hosting;

/// <summary>Every default collector of this machine and the page, without HTTP.</summary>
[MemoryDiagnoser]
public class WholeScrape
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private ServiceProvider _services = null!;
    private CollectorRunner _runner = null!;

    [GlobalSetup]
    public void Setup()
    {
        var services = new ServiceCollection();
        Composition.Add(services, AppConfigReader.Read(_ => { }, new ConfigReport(), _ => null));
        _services = services.BuildServiceProvider();
        _runner = _services.GetRequiredService<CollectorRunner>();
    }

    [GlobalCleanup]
    public void Cleanup() => _services.Dispose();

    [Benchmark]
    public async Task<int> Scrape()
    {
        using var scrape = await _runner.ScrapeAsync(CollectorSelection.All, ScrapeDeadline.Default, CancellationToken.None);
        _output.ResetWrittenCount();
        scrape.Page.Write(_output, ExpositionFormat.Text);
        return _output.WrittenCount;
    }
}
