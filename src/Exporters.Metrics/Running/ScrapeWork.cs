namespace Exporters.Metrics.Running;

/// <summary>
/// The collectors of one scrape, worked off by few threads: collectors take microseconds as a rule, and a thread for each would
/// cost more than they do. When none of them has come back for a while, one more thread joins, so that a collector that hangs
/// holds up no other.
/// </summary>
internal sealed class ScrapeWork(List<CollectorRun> runs, CollectorSelection selection, TimeProvider time)
{
    private static readonly int FirstWorkers = Math.Min(2, Environment.ProcessorCount);
    private static readonly TimeSpan StallCheck = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next = -1;
    private int _finished;

    public async Task RunAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
        {
            return;
        }

        for (var i = 0; i < FirstWorkers; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.Work(), this, preferLocal: false);
        }

        var started = time.GetTimestamp();
        var seen = 0;
        while (!_done.Task.IsCompleted)
        {
            var left = deadline - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(_done.Task, Task.Delay(left < StallCheck ? left : StallCheck, time, wake.Token));
            await wake.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            var finished = Volatile.Read(ref _finished);
            if (finished == seen && Volatile.Read(ref _next) < runs.Count - 1)
            {
                new Thread(Work) { IsBackground = true, Name = "scrape" }.Start();
            }

            seen = finished;
        }
    }

    private void Work()
    {
        while (Interlocked.Increment(ref _next) is var index && index < runs.Count)
        {
            var run = runs[index];
            if (run.Slot.IsStuck)
            {
                Finish(run, null, Outcome(run, UnavailableReason.Timeout, "has not come back since an earlier scrape; it is not waited for"), TimeSpan.Zero);
            }
            else if (run.Slot.Gate.Wait(0))
            {
                Collect(run);
            }
            else
            {
                _ = CollectLaterAsync(run);
            }
        }
    }

    /// <summary>Another scrape is in this collector: take it over when that one leaves. Never throws: its faults are outcomes.</summary>
    private async Task CollectLaterAsync(CollectorRun run)
    {
        await run.Slot.Gate.WaitAsync();
        if (run.IsGivenUp)
        {
            run.Slot.Gate.Release();
            Finish(run, null, Outcome(run, UnavailableReason.Timeout, "the scrape is over"), TimeSpan.Zero);
            return;
        }

        Collect(run);
    }

    private void Collect(CollectorRun run)
    {
        var slot = run.Slot;
        var started = time.GetTimestamp();
        FamilyWriter? writer = slot.RentWriter();
        CollectorOutcome outcome;
        try
        {
            if (slot.Collector is ISelectiveCollector selective)
            {
                selective.Collect(writer, selection);
            }
            else
            {
                slot.Collector.Collect(writer);
            }

            outcome = writer.Lacking is { } lacking ? Outcome(run, UnavailableReason.Absent, lacking)
                : writer.UnreadableParts is { Count: > 0 } parts ? CollectorOutcome.Incomplete(slot.Collector.Name, parts, success: writer.Samples > 0)
                : new CollectorOutcome(slot.Collector.Name, null, "", null);
        }
        catch (CollectorUnavailableException e)
        {
            outcome = Outcome(run, e.Reason, e.Message);
        }
        catch (FormatException e)
        {
            writer.Unreadable(e);
            outcome = CollectorOutcome.Incomplete(slot.Collector.Name, writer.UnreadableParts, success: false);
        }
        catch (IOException e)
        {
            outcome = Outcome(run, UnavailableReason.Io, e.Message);
        }
        catch (UnauthorizedAccessException e)
        {
            outcome = Outcome(run, UnavailableReason.Permission, e.Message);
        }
#pragma warning disable CA1031 // A fault in one collector must not take the page with it; it is logged with its stack.
        catch (Exception e)
#pragma warning restore CA1031
        {
            outcome = new CollectorOutcome(slot.Collector.Name, UnavailableReason.Bug, $"BUG: {e.Message}", e);
        }

        if (!outcome.Success)
        {
            slot.ReturnWriter(writer);
            writer = null;
        }

        slot.Gate.Release();
        Finish(run, writer, outcome, time.GetElapsedTime(started));
    }

    private void Finish(CollectorRun run, FamilyWriter? writer, CollectorOutcome outcome, TimeSpan duration)
    {
        if (!run.TryComplete(writer, outcome, duration) && writer is not null)
        {
            run.Slot.ReturnWriter(writer);
        }

        if (Interlocked.Increment(ref _finished) == runs.Count)
        {
            _done.TrySetResult();
        }
    }

    private static CollectorOutcome Outcome(CollectorRun run, UnavailableReason reason, string message) =>
        new(run.Slot.Collector.Name, reason, message, null);
}
