using System.Diagnostics.CodeAnalysis;
using Exporters.Probes.Guard;
using Exporters.Probes.Results;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporters.Probes.Schedule;

/// <summary>
/// Probes every target of the configuration again and again: one timer, one queue by due time, a bounded number of probes under
/// way and no thread that belongs to any of them.
/// </summary>
internal sealed partial class ProbeScheduler : IHostedService, IDisposable
{
    // The first round comes soon after the start; from the second on each target has its own place in the interval.
    private static readonly TimeSpan FirstRound = TimeSpan.FromSeconds(5);
    private const double Jitter = 0.02;

    private readonly ProbeRunner _runner;
    private readonly TimeProvider _time;
    private readonly ILogger<ProbeScheduler> _log;
    private readonly int _limit;
    private readonly long _start;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _withoutResult;

    // Touched by the timer and by finished probes, under the lock.
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TargetState, long> _due = new();
    private int _running;
    private bool _isStarting;
    private bool _isStopped;

    /// <summary>Prepares every target; nothing is probed yet.</summary>
    public ProbeScheduler(ProbesConfig config, ProbeRunner runner, TimeProvider time, ILogger<ProbeScheduler> log)
    {
        _runner = runner;
        _time = time;
        _log = log;
        _limit = config.Concurrency;
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
        _timer = time.CreateTimer(static state => ((ProbeScheduler)state!).StartDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Every target with its last result.</summary>
    public TargetState[] Targets { get; }

    /// <summary>Targets that have not been probed yet.</summary>
    public int WithoutResult => Volatile.Read(ref _withoutResult);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        StartDue();
        return Task.CompletedTask;
    }

    /// <summary>Ends the probes under way and waits for them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _isStopped = true;
            if (_running == 0)
            {
                _idle.TrySetResult();
            }
        }

        await _stopping.CancelAsync();
        await _idle.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        foreach (var target in Targets)
        {
            target.Keeper?.Dispose();
        }

        _stopping.Dispose();
    }

    /// <summary>Starts what is due, as far as there are places, and sets the timer for what comes next.</summary>
    private void StartDue()
    {
        var isFirst = true;
        while (true)
        {
            TargetState? next;
            lock (_lock)
            {
                // A probe that ends while another call is here, or within it at once: that call looks again.
                if (isFirst && _isStarting)
                {
                    return;
                }

                isFirst = false;
                _isStarting = TryTake(out next);
            }

            if (next is null)
            {
                return;
            }

            _ = RunAsync(next);
        }
    }

    private bool TryTake([NotNullWhen(true)] out TargetState? next)
    {
        next = null;
        if (_isStopped || _running == _limit || !_due.TryPeek(out var first, out var due))
        {
            return false;
        }

        var wait = due - _time.GetTimestamp();
        if (wait > 0)
        {
            // Rounded up: a timer that fires a little early would only have to be set again.
            _timer.Change(TimeSpan.FromSeconds(wait / (double)_time.TimestampFrequency) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            return false;
        }

        next = first;
        _due.Dequeue();
        _running++;
        return true;
    }

    private async Task RunAsync(TargetState state)
    {
        try
        {
            Publish(state, await ProbeAsync(state, _stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The program ends.
        }

        lock (_lock)
        {
            _running--;
            _due.Enqueue(state, NextDue(state));
            if (_isStopped && _running == 0)
            {
                _idle.TrySetResult();
            }
        }

        StartDue();
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
