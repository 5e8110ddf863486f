using Exporters.Probes.Guard;
using Exporters.Probes.Results;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Probes.Schedule;

/// <summary>
/// Probes every target of the configuration again and again: one loop, one queue by due time, a bounded number of probes under
/// way and no thread that belongs to any of them.
/// </summary>
internal sealed partial class ProbeScheduler : BackgroundService
{
    // The first round comes soon after the start; from the second on each target has its own place in the interval.
    private static readonly TimeSpan FirstRound = TimeSpan.FromSeconds(5);
    private const double Jitter = 0.02;

    private readonly ProbeRunner _runner;
    private readonly TimeProvider _time;
    private readonly ILogger<ProbeScheduler> _log;
    private readonly SemaphoreSlim _slots;
    private readonly long _start;

    // Touched by the loop and by finished probes, under its own lock.
    private readonly PriorityQueue<TargetState, long> _due = new();
    private readonly SemaphoreSlim _changed = new(0);
    private int _withoutResult;

    /// <summary>Prepares every target; nothing is probed yet.</summary>
    public ProbeScheduler(ProbesConfig config, ProbeRunner runner, TimeProvider time, ILogger<ProbeScheduler> log)
    {
        _runner = runner;
        _time = time;
        _log = log;
        _slots = new SemaphoreSlim(config.Concurrency);
        _start = time.GetTimestamp();
        var count = config.Targets.Count;
        var offset = Random.Shared.NextDouble();
        Targets = new TargetState[count];
        for (var i = 0; i < count; i++)
        {
            // Even spacing from a random place: neither the targets nor the processes of a thousand hosts start together.
            var phase = ((double)i / count) + offset;
            var target = config.Targets[i];
            var state = new TargetState(target, TargetGuard.ForConfigured(config.Allow, target.Hop), phase - Math.Floor(phase));
            Targets[i] = state;
            var first = Ticks(target.Interval < FirstRound ? target.Interval : FirstRound) * (i / (double)count);
            _due.Enqueue(state, _start + (long)first);
        }

        _withoutResult = count;
    }

    /// <summary>Every target with its last result.</summary>
    public TargetState[] Targets { get; }

    /// <summary>Targets that have not been probed yet.</summary>
    public int WithoutResult => Volatile.Read(ref _withoutResult);

    /// <summary>Why the loop ended, if it did.</summary>
    public Exception? Fault { get; private set; }

    /// <inheritdoc/>
    public override void Dispose()
    {
        foreach (var target in Targets)
        {
            target.Keeper?.Dispose();
        }

        _slots.Dispose();
        _changed.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var (next, wait) = TakeDue();
                if (next is null)
                {
                    await WaitAsync(wait, stoppingToken);
                    continue;
                }

                await _slots.WaitAsync(stoppingToken);
                _ = RunAsync(next, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
        catch (Exception e)
        {
            Fault = e;
            throw;
        }
    }

    private (TargetState? Next, TimeSpan Wait) TakeDue()
    {
        lock (_due)
        {
            if (!_due.TryPeek(out var next, out var due))
            {
                return (null, Timeout.InfiniteTimeSpan);
            }

            var wait = due - _time.GetTimestamp();
            if (wait > 0)
            {
                return (null, TimeSpan.FromSeconds(wait / (double)_time.TimestampFrequency));
            }

            _due.Dequeue();
            return (next, default);
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancel)
    {
        if (wait == Timeout.InfiniteTimeSpan)
        {
            await _changed.WaitAsync(cancel);
            return;
        }

        // Rounded up: a timer that fires a little early would make the loop spin.
        using var timer = new CancellationTokenSource(wait + TimeSpan.FromMilliseconds(1), _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        try
        {
            await _changed.WaitAsync(both.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Time for the next one.
        }
    }

    private async Task RunAsync(TargetState state, CancellationToken cancel)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var result = await ProbeAsync(state, cancel);
            Publish(state, result);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            Release();
        }

        lock (_due)
        {
            _due.Enqueue(state, NextDue(state));
        }

        Signal();
    }

    private async Task<ProbeResult> ProbeAsync(TargetState state, CancellationToken cancel)
    {
        var target = state.Target;
        var start = _time.GetTimestamp();
        try
        {
            return await _runner.RunAsync(target.Target, target.Module, state.Guard, target.Timeout, ProbeTrace.Off, state.Keeper, cancel);
        }
        catch (GuardException e)
        {
            return Failed(target, start, e.Message);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // One prober's fault must not end the others.
            Log.ProberFailed(_log, target.Name, e);
            return Failed(target, start, $"BUG: {e.Message}");
        }
    }

    private ProbeResult Failed(ProbeTarget target, long start, string detail) => new()
    {
        Failure = FailureReason.Other,
        Detail = detail,
        EndedAt = _time.GetTimestamp(),
        Seconds = _time.GetElapsedTime(start).TotalSeconds,
        TimeoutSeconds = target.Timeout.TotalSeconds,
    };

    private void Publish(TargetState state, ProbeResult result)
    {
        var before = state.Last;
        state.Last = result;
        if (before is null)
        {
            Interlocked.Decrement(ref _withoutResult);
        }

        if (result.Failure is { } reason && before?.Failure != reason)
        {
            Log.TargetFailed(_log, state.Target.Name, state.Target.Label, FailureReasons.Name(reason), result.Detail);
        }
        else if (result.Success && before is { Success: false })
        {
            Log.TargetRecovered(_log, state.Target.Name, state.Target.Label);
        }
    }

    /// <summary>The target's own place in the next interval, give or take a little; at least half an interval from now.</summary>
    private long NextDue(TargetState state)
    {
        var interval = Ticks(state.Target.Interval);
        var earliest = _time.GetTimestamp() + (interval / 2);
        var place = _start + (state.Phase * interval);
        var rounds = Math.Ceiling((earliest - place) / interval);
        var jitter = (Random.Shared.NextDouble() - 0.5) * 2 * Jitter * interval;
        return (long)(place + (rounds * interval) + jitter);
    }

    private double Ticks(TimeSpan span) => span.TotalSeconds * _time.TimestampFrequency;

    private void Release()
    {
        try
        {
            _slots.Release();
        }
        catch (ObjectDisposedException)
        {
            // The program ended while this probe was under way.
        }
    }

    private void Signal()
    {
        try
        {
            _changed.Release();
        }
        catch (ObjectDisposedException)
        {
            // As above.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Probe of {Name} ({Target}) failed, {Reason}: {Detail}")]
        public static partial void TargetFailed(ILogger logger, string name, string target, string reason, string detail);

        [LoggerMessage(2, LogLevel.Information, "Probe of {Name} ({Target}) succeeded again")]
        public static partial void TargetRecovered(ILogger logger, string name, string target);

        [LoggerMessage(3, LogLevel.Error, "BUG: the prober of {Name} failed")]
        public static partial void ProberFailed(ILogger logger, string name, Exception exception);
    }
}
