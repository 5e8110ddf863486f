using Microsoft.Extensions.Time.Testing;

namespace Exporters.Testing;

/// <summary>
/// A clock that stands until a test moves it, with timers that fire while it moves. Beside what <see cref="FakeTimeProvider"/> does,
/// a test can wait until the code under test has started a timer: <see cref="WaitForTimersAsync"/>.
/// </summary>
/// <param name="start">Where the clock stands at first; 2026-01-01 if not given.</param>
public sealed class ManualTimeProvider(DateTimeOffset? start = null)
    : FakeTimeProvider(start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private readonly Lock _lock = new();
    private readonly HashSet<CountedTimer> _waiting = [];
    private readonly List<(int Count, TaskCompletionSource Ready)> _waiters = [];

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(this, callback, state);
        timer.Inner = base.CreateTimer(_ => timer.Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes when at least <paramref name="count"/> timers are waiting to fire.</summary>
    public Task WaitForTimersAsync(int count = 1)
    {
        lock (_lock)
        {
            if (_waiting.Count >= count)
            {
                return Task.CompletedTask;
            }

            var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, ready));
            return ready.Task;
        }
    }

    private void Count(CountedTimer timer, bool isWaiting)
    {
        lock (_lock)
        {
            if (!isWaiting)
            {
                _waiting.Remove(timer);
                return;
            }

            _waiting.Add(timer);
            foreach (var waiter in _waiters.Where(w => _waiting.Count >= w.Count).ToArray())
            {
                waiter.Ready.SetResult();
                _waiters.Remove(waiter);
            }
        }
    }

    private sealed class CountedTimer(ManualTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public ITimer Inner { get; set; } = null!;

        public void Fire()
        {
            if (_period <= TimeSpan.Zero)
            {
                owner.Count(this, isWaiting: false);
            }

            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            var isChanged = Inner.Change(dueTime, period);
            owner.Count(this, isWaiting: dueTime >= TimeSpan.Zero);
            return isChanged;
        }

        public void Dispose()
        {
            owner.Count(this, isWaiting: false);
            Inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
