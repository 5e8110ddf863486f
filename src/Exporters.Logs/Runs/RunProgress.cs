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
                await terminal.WriteAsync($"\r{Line()}\e[K");
            }
        }
        catch (OperationCanceledException)
        {
            await terminal.WriteAsync("\r\e[K");
        }
    }

    /// <summary><c>1234567 lines, 98.7 MB/s, 3000 pending</c>; the speed since the last call.</summary>
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
        return string.Create(CultureInfo.InvariantCulture, $"{Read(pipeline) - _readBefore} lines, {speed:0.0} MB/s, {pending} pending");
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
