namespace Exporters.Host.Filesystem;

/// <summary>
/// Threads that ask mounts how full they are, so that nobody else hangs on a dead file server. One thread goes through all
/// mounts; only where it gets stuck is another started. A mount that does not answer keeps its thread until it does, and is not
/// asked again meanwhile; so there are never more threads than mounts stuck at one time, plus <paramref name="parallel"/>, and
/// never more than <see cref="MaxStuck"/> plus that.
/// </summary>
/// <param name="call">statfs(2).</param>
/// <param name="time">The clock.</param>
/// <param name="parallel">How many mounts may be asked at once, stuck ones aside.</param>
internal sealed class StatfsWorkers(StatfsCall call, TimeProvider time, int parallel) : IDisposable
{
    /// <summary>Threads that may be stuck before further mounts are left unasked.</summary>
    public const int MaxStuck = 32;

    private const int StackBytes = 256 * 1024;

    /// <summary>How long a mount may take before another thread goes on with the rest.</summary>
    private static readonly TimeSpan StallCheck = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly Queue<MountProbe> _queue = new();
    private readonly List<MountProbe> _awaited = [];
    private readonly AutoResetEvent _work = new(false);
    private readonly AutoResetEvent _batchDone = new(false);
    private int _threads;
    private int _idle;
    private long _answers;
    private bool _closed;

    /// <summary>How many threads there are now.</summary>
    public int Threads
    {
        get
        {
            lock (_gate)
            {
                return _threads;
            }
        }
    }

    /// <summary>The lock that guards the state of the probes.</summary>
    public Lock Gate => _gate;

    /// <summary>Puts the question of a mount, unless its last one is still open. <see cref="Wait"/> then waits for the answer.</summary>
    /// <param name="probe">The mount.</param>
    /// <param name="patience">How long <see cref="Wait"/> may wait for this one.</param>
    public void Ask(MountProbe probe, TimeSpan patience)
    {
        lock (_gate)
        {
            if (!probe.IsOutstanding)
            {
                probe.IsOutstanding = true;
                probe.AskedAt = time.GetTimestamp();
                probe.Patience = patience;
                _queue.Enqueue(probe);
                _awaited.Add(probe);
            }
        }
    }

    /// <summary>Waits until every mount that was asked since the last call has answered, or its patience is over.</summary>
    public void Wait()
    {
        lock (_gate)
        {
            if (_awaited.Count == 0)
            {
                return;
            }

            Employ(_idle == 0);
        }

        while (true)
        {
            long before;
            TimeSpan slice;
            lock (_gate)
            {
                slice = Left();
                if (slice <= TimeSpan.Zero)
                {
                    _awaited.Clear();
                    return;
                }

                before = _answers;
                slice = _queue.Count > 0 && StallCheck < slice ? StallCheck : slice;
            }

            if (!_batchDone.WaitOne(slice))
            {
                lock (_gate)
                {
                    Employ(_answers == before && _idle == 0 && Busy() < parallel);
                }
            }
        }
    }

    /// <summary>
    /// Lets the idle thread go; one that is stuck goes when its mount answers. The events stay, since such a thread still uses
    /// them.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _queue.Clear();
        }

        _work.Set();
    }

    /// <summary>How long to wait yet: zero when all have answered or none is waited for any more.</summary>
    private TimeSpan Left()
    {
        var longest = TimeSpan.Zero;
        foreach (var probe in _awaited)
        {
            if (probe.IsOutstanding && probe.Patience - time.GetElapsedTime(probe.AskedAt) is var left && left > longest)
            {
                longest = left;
            }
        }

        return longest;
    }

    /// <summary>Threads at work on a mount for whose answer a scrape still waits.</summary>
    private int Busy()
    {
        var asked = 0;
        foreach (var probe in _awaited)
        {
            asked += probe.IsOutstanding && time.GetElapsedTime(probe.AskedAt) < probe.Patience ? 1 : 0;
        }

        return Math.Min(asked - _queue.Count, _threads - _idle);
    }

    private void Employ(bool another)
    {
        if (_queue.Count == 0)
        {
            return;
        }

        if (another && _threads < parallel + MaxStuck)
        {
            _threads++;
            new Thread(Work, StackBytes) { IsBackground = true, Name = "statfs" }.Start();
        }
        else
        {
            _work.Set();
        }
    }

    private void Work()
    {
        while (true)
        {
            MountProbe? probe;
            lock (_gate)
            {
                if (!_queue.TryDequeue(out probe))
                {
                    if (_idle > 0 || _closed)
                    {
                        _threads--;
                        return;
                    }

                    _idle++;
                }
            }

            if (probe is null)
            {
                _work.WaitOne();
                lock (_gate)
                {
                    _idle--;
                }

                continue;
            }

            var errno = call(probe.TerminatedPath, out var space);
            lock (_gate)
            {
                probe.IsOutstanding = false;
                probe.AnsweredAt = time.GetTimestamp();
                probe.Errno = errno;
                probe.Space = space;
                _answers++;
                if (_queue.Count == 0)
                {
                    _batchDone.Set();
                }
            }
        }
    }
}
