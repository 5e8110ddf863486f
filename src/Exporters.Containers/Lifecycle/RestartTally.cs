using Exporters.Docker;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// Counts how often a container was started again, and why. Two tell of it: events, in their order but late or not at all, and
/// inspection, which may be ahead of them and leaves starts out. A start counts once, whoever tells of it first; what inspection
/// shows is counted when its event has not come within a round. Owned by the watcher. The sum of the reasons is the total.
/// </summary>
internal sealed class RestartTally
{
    private const int RoundsToWait = 2;

    // A start's event follows what inspection calls its start by milliseconds; the rest is for a machine that is loaded.
    private const long OwnEventWindow = 30_000_000_000;

    // The daemon waits this long before it starts a container that has ended.
    private const long ShortestPause = 100_000_000;

    private static readonly int Reasons = Enum.GetValues<RestartReason>().Length;

    private readonly ulong[] _counts = new ulong[Reasons];
    private readonly ContainerEnd _end = new();

    // The last start that is accounted for, by its event's time or by what inspection shows; 0 while it was never started. Where
    // inspection was first, an event up to _ownBefore is its own, and _untold says how many accounted starts have had none yet.
    private long _start;
    private long _ownBefore;
    private int _untold;
    private long _lastStartEvent;

    // The start of the first sight, which is not counted, and until when an event is its own.
    private long _firstStart;
    private long _firstOwnBefore;

    // A later start that inspection shows, and for how many rounds.
    private long _unseenStart;
    private int _unseenRounds;

    // The daemon's own count at the start that was inspected last, and the starts that events have told of since.
    private int _knownRestartCount;
    private int _countedByEvents;

    /// <summary>Restarts by reason, in the order of <see cref="RestartReason"/>.</summary>
    public ReadOnlySpan<ulong> Counts => _counts;

    /// <summary>Restarts of every reason.</summary>
    public ulong Total
    {
        get
        {
            var total = 0UL;
            foreach (var count in _counts)
            {
                total += count;
            }

            return total;
        }
    }

    /// <summary>The exit code of its last end; null when it is not known to have ended.</summary>
    public int? LastExitCode => _end.LastExitCode;

    /// <summary>Whether the kernel's out-of-memory killer ended it the last time.</summary>
    public bool LastEndWasOom => _end.LastWasOom;

    /// <summary>Ends by the kernel's out-of-memory killer.</summary>
    public ulong OomEnds => _end.OomEnds;

    /// <summary>The first sight of a container: what came before it is what the daemon has counted.</summary>
    /// <param name="facts">What inspection tells.</param>
    /// <param name="bootTime">When the machine was started.</param>
    /// <param name="heardSince">Since when events are heard, in nanoseconds since 1970.</param>
    public void Begin(ContainerFacts facts, DateTimeOffset bootTime, long heardSince)
    {
        KnowRestartCount(facts);
        _counts[(int)RestartReason.Unknown] = (ulong)_knownRestartCount;
        var restartsByItself = facts.RestartPolicy is not ("" or "no");
        if (restartsByItself && facts.Finished is not null && facts.Created < bootTime && facts.Started > bootTime && facts.RestartCount == 0)
        {
            _counts[(int)RestartReason.Daemon]++;
        }

        _start = DockerTime.Nanoseconds(facts.Started);
        _end.ObserveRunning(facts.IsRunning);
        _ownBefore = _start + OwnEventWindow;
        SameLife(facts);
        if (_end.HasEnded && _end.Time <= heardSince)
        {
            _ownBefore = _end.Time + ShortestPause; // its end was told before we listened: the next start is another
        }

        (_firstStart, _firstOwnBefore) = (_start, _ownBefore);
    }

    /// <summary>Something happened.</summary>
    public void Observe(DockerEvent happened)
    {
        if (happened.Action == "start")
        {
            Start(happened.TimeNanoseconds);
            return;
        }

        _firstOwnBefore = happened.Action == "die" && happened.TimeNanoseconds > _firstStart ? 0 : _firstOwnBefore;
        if (happened.TimeNanoseconds < _start)
        {
            return; // of a life before the one that inspection showed first
        }

        if (_end.Observe(happened))
        {
            _ownBefore = 0;
        }
    }

    /// <summary>What inspection shows now.</summary>
    public void Observe(ContainerFacts facts)
    {
        _end.ObserveRunning(facts.IsRunning);
        var started = DockerTime.Nanoseconds(facts.Started);
        if (started <= _start)
        {
            _unseenStart = 0;
            SameLife(facts);
        }
        else if (_unseenStart != started)
        {
            // One that was waiting gives way to a later one, which waits no longer for it.
            _unseenRounds = _unseenStart == 0 ? 0 : _unseenRounds;
            _unseenStart = started;
        }

        if (_unseenStart != 0 && _unseenRounds >= RoundsToWait)
        {
            CountUnseen(facts);
        }
    }

    /// <summary>A round has passed: a start whose event has not come by the one after next is counted without it.</summary>
    /// <returns>Whether the container has to be inspected for it.</returns>
    public bool Settle() => _unseenStart != 0 && ++_unseenRounds >= RoundsToWait;

    /// <summary>The daemon was lost: what ends now, or has just ended, may be its doing.</summary>
    public void Lost(long nowNanoseconds) => _end.DaemonLost(nowNanoseconds);

    private void SameLife(ContainerFacts facts)
    {
        KnowRestartCount(facts);
        _end.Observe(facts);
    }

    private void Start(long time)
    {
        if (time <= _lastStartEvent || time <= _firstStart)
        {
            return; // told again after a reconnect, or counted by the daemon before the first sight
        }

        _lastStartEvent = time;
        var isFirstSight = time <= _firstOwnBefore;
        _firstOwnBefore = 0;
        if (time < _start)
        {
            if (!isFirstSight)
            {
                StartBefore();
            }

            return;
        }

        var isFirst = _start == 0;
        var isKnown = time <= _ownBefore;
        (_start, _ownBefore, _untold) = (time, 0, 0);
        _unseenStart = _unseenStart > time ? _unseenStart : 0;
        if (isKnown)
        {
            return;
        }

        if (!isFirst)
        {
            _counts[(int)_end.Reason()]++;
            _countedByEvents++;
        }

        _end.Forget();
        _end.ObserveRunning(true);
    }

    /// <summary>A start before the one that inspection showed, whose event came late: one of those counted then, or one more.</summary>
    private void StartBefore()
    {
        if (_untold > 1)
        {
            _untold--;
        }
        else
        {
            _counts[(int)RestartReason.Unknown]++;
        }
    }

    /// <summary>While it waits to be restarted the daemon has counted that already.</summary>
    private static int RestartCount(ContainerFacts facts) => Math.Max(0, facts.RestartCount - (facts.State == "restarting" ? 1 : 0));

    private void KnowRestartCount(ContainerFacts facts)
    {
        _knownRestartCount = RestartCount(facts);
        _countedByEvents = 0;
    }

    /// <summary>The daemon counts restarts by policy, and begins at 0 with each start by hand; never more are counted than there were.</summary>
    private void CountUnseen(ContainerFacts facts)
    {
        var now = RestartCount(facts);
        var starts = _start == 0 || (now <= _knownRestartCount && _countedByEvents == 0) ? now + 1 : Math.Max(1, now - _knownRestartCount - _countedByEvents);
        var restarts = _start == 0 ? starts - 1 : starts;
        _counts[(int)(restarts == 1 ? _end.Reason() : RestartReason.Unknown)] += (ulong)restarts;
        _end.Forget();
        (_start, _ownBefore) = (_unseenStart, _unseenStart + OwnEventWindow);
        _untold += starts;
        _unseenStart = 0;
        SameLife(facts);
    }
}
