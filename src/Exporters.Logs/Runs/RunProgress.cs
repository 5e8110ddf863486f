using System.Globalization;
using Exporters.Logs.Pipeline;

namespace Exporters.Logs.Runs;

/// <summary>One line at a terminal that is written over again and again while a run goes on.</summary>
internal sealed class RunProgress(LogPipeline pipeline, TextWriter terminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private readonly long _readBefore = Read(pipeline);
    private long _bytes;
    private long _ticks = time.GetTimestamp();

    /// <summary>Writes until cancelled; then the line is cleared.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                // The cursor goes back to the front: a line that is logged meanwhile takes the place of this one.
                await terminal.WriteAsync($"{Line()}\e[K\r");
            }
        }
        catch (OperationCanceledException)
        {
            await terminal.WriteAsync("\e[K");
        }
    }

    /// <summary><c>1234567 lines, 98.7 MB/s, 3000 pending, 14.2 MB to go</c>; the speed since the last call, the rest what is at hand and not acknowledged.</summary>
    public string Line()
    {
        var pending = 0L;
        foreach (var source in pipeline.Sources)
        {
            pending += source.Setup.Ledger.Pending;
        }

        var bytes = pipeline.BytesRead;
        var seconds = time.GetElapsedTime(_ticks).TotalSeconds;
        var speed = seconds > 0 ? (bytes - _bytes) / seconds / 1e6 : 0;
        _bytes = bytes;
        _ticks = time.GetTimestamp();
        return string.Create(CultureInfo.InvariantCulture, $"{Read(pipeline) - _readBefore} lines, {speed:0.0} MB/s, {pending} pending, {pipeline.Meter.Lag.Sum(l => l.Bytes) / 1e6:0.0} MB to go");
    }

    private static long Read(LogPipeline pipeline)
    {
        var read = 0L;
        foreach (var source in pipeline.Sources)
        {
            read += source.Setup.Ledger.Snapshot().Read;
        }

        return read;
    }
}
