using Exporters.Logs.Pipeline;
using Exporters.Logs.Sources.Stdin;

namespace Exporters.Logs.Runs;

/// <summary>
/// Ends a run in which nothing is acknowledged any more. The time counts from the last acknowledgement, or from the moment since which
/// lines wait; with standard input from its end, for whoever writes to it must not be cut off.
/// </summary>
internal sealed class Patience(LogPipeline pipeline, TimeSpan longest, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private long _settled;
    private long _since = time.GetTimestamp();

    /// <summary>Watches until cancelled, or until the time is over, which then cancels <paramref name="giveUp"/>.</summary>
    public async Task RunAsync(CancellationTokenSource giveUp, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (IsMoving())
                {
                    _since = time.GetTimestamp();
                }
                else if (time.GetElapsedTime(_since) >= longest)
                {
                    await giveUp.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run ended by itself.
        }
    }

    private bool IsMoving()
    {
        var before = _settled;
        var pending = 0L;
        var isFed = false;
        _settled = 0;
        foreach (var source in pipeline.Sources)
        {
            var (read, _, waiting, _, _) = source.Setup.Ledger.Snapshot();
            _settled += read - waiting;
            pending += waiting;
            isFed |= source.Reader is StandardInput { HasEnded: false };
        }

        return _settled != before || pending == 0 || isFed;
    }
}
