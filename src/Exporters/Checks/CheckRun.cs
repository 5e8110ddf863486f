using Exporters.Configuration;
using Exporters.Metrics.Checks;

namespace Exporters.Checks;

/// <summary>Makes checks, all at the same time. One that does not come back by the deadline is a fault, and is left behind.</summary>
internal sealed class CheckRun(TimeSpan deadline, TimeProvider time)
{
    /// <summary>The outcomes, in the order of the checks; of checks with one subject the first is made.</summary>
    public Task<CheckOutcome[]> RunAsync(IEnumerable<OutsideCheck> checks, CancellationToken cancellation) =>
        Task.WhenAll(checks.DistinctBy(check => check.Subject, StringComparer.Ordinal).Select(check => AskAsync(check, cancellation)));

    private async Task<CheckOutcome> AskAsync(OutsideCheck check, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        CheckAnswer answer;
        try
        {
            answer = await Task.Factory.StartNew(() => check.AskAsync(end.Token), end.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .Unwrap().WaitAsync(deadline, time, cancellation);
        }
        catch (TimeoutException)
        {
            answer = CheckAnswer.Bad($"no answer within {Durations.Format(deadline)}");
            await end.CancelAsync();
        }
#pragma warning disable CA1031 // One check that fails in a way nobody thought of must not hide what the others found.
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            answer = CheckAnswer.Bad($"{e.GetType().Name}: {e.Message}");
        }

        return new CheckOutcome(check.Subject, answer, time.GetElapsedTime(started));
    }
}
