using Exporters.Linux.Files;
using Exporters.Logs.Pipeline;
using Exporters.Logs.Sources;
using Exporters.Logs.Steps;
using Exporters.Logs.Streams;
using Exporters.Logs.Tailing;
using Exporters.Testing;

namespace Exporters.Logs.Tests.Pipeline;

/// <summary>Lag while the reading loop stands.</summary>
internal sealed class LagMeterTests
{
    private readonly ManualTimeProvider _time = new();

    [Test]
    public void What_is_written_while_nobody_reads_is_lag()
    {
        var path = Path.GetTempFileName();
        try
        {
            var config = new SourceConfig { Name = "test" };
            var source = new PipelineSource(
                PipelineSources.Setup(config, _time, new DerivedMetrics()), PipelineSources.Options(new LogsConfig(), config).Resource(), Finder: null, Reader: null);
            FileStatus.TryRead(path, out var status);
            var file = new TailedFile(1, source.Setup, source.Resource) 
            {
                Identity = new FileFingerprint(status.Device, status.Inode, 0, 0, path, path),
                LogPath = path,
            };
            var meter = new LagMeter([source], _time);
            meter.Take([file]);
            meter.MeasureAfterLook();
            Assert.That(meter.Lag.Single().Bytes, Is.Zero);

            File.WriteAllText(path, "twelve bytes");
            meter.MeasureWhileStanding(_time.GetTimestamp());
            Assert.That(meter.Lag.Single().Bytes, Is.EqualTo(12));
            _time.Advance(TimeSpan.FromMinutes(7));
            meter.MeasureWhileStanding(_time.GetTimestamp());
            Assert.That(meter.Stalled(meter.Lag.Single()), Is.EqualTo(TimeSpan.FromMinutes(7)));
            Assert.That(meter.Lag.Single().Seconds, Is.EqualTo(420));

            source.Setup.Ledger.AddPending(1);
            meter.MeasureWhileStanding(_time.GetTimestamp());
            Assert.That(meter.Stalled(meter.Lag.Single()), Is.EqualTo(TimeSpan.Zero), "a line was read");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
