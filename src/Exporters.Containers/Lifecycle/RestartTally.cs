using System.Globalization;
using Exporters.Docker;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// Counts how often a container was started again, and why, out of its events; inspection shows what the events missed. Owned by
/// the watcher. The sum of the reasons is the total.
/// </summary>
internal sealed class RestartTally
{
    private const int KilledBySigkill = 137;
    private const int SignalBase = 128;
    private const long OomWindowNanoseconds = 5_000_000_000;
    private const long DaemonWindowNanoseconds = 30_000_000_000;
    private const long ConfirmWindowNanoseconds = 10_000_000_000;
    private static readonly string[] HarmlessSignals = ["1", "10", "12", "28", "HUP", "SIGHUP", "USR1", "SIGUSR1", "USR2", "SIGUSR2", "WINCH", "SIGWINCH"];
    private static readonly int Reasons = Enum.GetValues<RestartReason>().Length;

    private readonly ulong[] _counts = new ulong[Reasons];

    // What is known of the end after the last start.
    private bool _ended;
    private int _exitCode;
    private long _endTime;
    private long _oomTime;
    private bool _killed;
    private bool _unhealthyWhenKilled;

    private bool _running;
    private bool _unhealthy;
    private bool _lostWhileRunning;
    private long _lastStartEvent;
    private bool _startUnconfirmed;
    private DateTimeOffset? _knownStart;
    private DateTimeOffset? _unseenStart;
    private bool _unseenIsOld;
    private int _knownRestartCount;
    private int _countedByEvents;

    /// <summary>Restarts by reason, in the order of <see cref="RestartReason"/>.</summary>
    public ReadOnlySpan<ulong> Counts => _counts;

    /// <summary>The exit code of its last end; null when it is not known to have ended.</summary>
    public int? LastExitCode { get; private set; }

    /// <summary>Whether the kernel's out-of-memory killer ended it the last time.</summary>
    public bool LastEndWasOom { get; private set; }

    /// <summary>Ends by the kernel's out-of-memory killer.</summary>
    public ulong OomEnds { get; private set; }

    /// <summary>The first sight of a container that was there before the watch began.</summary>
    /// <param name="facts">What inspection tells.</param>
    /// <param name="bootTime">When the machine was started.</param>
    public void Begin(ContainerFacts facts, DateTimeOffset bootTime)
    {
        _knownStart = facts.Started;
        _knownRestartCount = facts.RestartCount;
        _counts[(int)RestartReason.Unknown] = (ulong)facts.RestartCount;
        _startUnconfirmed = facts.Started is not null;
        Observe(facts);
        var restartsByItself = facts.RestartPolicy is not ("" or "no");
        if (restartsByItself && facts.Finished is not null && facts.Created < bootTime && facts.Started > bootTime && facts.RestartCount == 0)
        {
            _counts[(int)RestartReason.Daemon]++;
        }

        if (!facts.IsRunning && facts.Finished is { } finished)
        {
            _ended = true;
            _exitCode = facts.ExitCode;
            _endTime = Nanoseconds(finished);
            LastEndWasOom = facts.OomKilled;
            OomEnds = facts.OomKilled ? 1UL : 0;
        }
    }

    /// <summary>Something happened.</summary>
    public void Observe(DockerEvent happened)
    {
        switch (happened.Action)
        {
            case "oom":
                _oomTime = happened.TimeNanoseconds;
                break;
            case "kill":
                // The daemon tells of any signal that is sent through it, also of those that ask for a reload.
                if (!HarmlessSignals.Contains(happened.Attributes.GetValueOrDefault("signal")))
                {
                    _killed = true;
                    _unhealthyWhenKilled |= _unhealthy;
                }

                break;
            case "die":
                End(happened);
                break;
            case "start":
                Start(happened.TimeNanoseconds);
                break;
            case "health_status: unhealthy":
                _unhealthy = true;
                break;
            case "health_status: healthy":
                _unhealthy = false;
                break;
        }
    }

    /// <summary>What inspection shows now.</summary>
    public void Observe(ContainerFacts facts)
    {
        _running = facts.IsRunning;
        _unhealthy = facts.Health == "unhealthy";
        if (!facts.IsRunning && facts.Finished is not null)
        {
            LastExitCode = facts.ExitCode;
            if (facts.OomKilled && !LastEndWasOom && _ended)
            {
                LastEndWasOom = true;
                OomEnds++;
            }
        }

        if (facts.Started is { } started && _knownStart is { } known && started > known)
        {
            if (Nanoseconds(started) <= _lastStartEvent)
            {
                _unseenStart = null;
            }
            else if (_unseenStart != started)
            {
                _unseenStart = started;
                _unseenIsOld = false;
            }
        }

        _knownStart ??= facts.Started;
        if (_unseenStart is null)
        {
            _knownStart = facts.Started ?? _knownStart;
            KnowRestartCount(facts);
        }
        else if (_unseenIsOld)
        {
            CountUnseen(facts);
        }
    }

    /// <summary>A round has passed: a start whose event has not come by the next one is counted without it.</summary>
    /// <returns>Whether the container has to be inspected for it.</returns>
    public bool Settle()
    {
        if (_unseenStart is null)
        {
            return false;
        }

        _unseenIsOld = true;
        return true;
    }

    /// <summary>The daemon was lost: what ends now, or has just ended, may be its doing.</summary>
    public void Lost(long nowNanoseconds) =>
        _lostWhileRunning |= _running || (_ended && nowNanoseconds - _endTime < DaemonWindowNanoseconds);

    private static long Nanoseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100;

    private void End(DockerEvent die)
    {
        if (die.TimeNanoseconds <= _endTime)
        {
            return; // told again after a reconnect
        }

        if (_startUnconfirmed && _knownStart is { } known && die.TimeNanoseconds < Nanoseconds(known))
        {
            return; // an end before the start that inspection showed first
        }

        // The same end may have been seen by inspection already.
        var alreadyCounted = _ended && LastEndWasOom;
        _ended = true;
        _running = false;
        _lostWhileRunning = false;
        _endTime = die.TimeNanoseconds;
        _exitCode = die.Attributes.TryGetValue("exitCode", out var text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : 0;
        LastExitCode = _exitCode;
        LastEndWasOom = alreadyCounted || (_exitCode == KilledBySigkill && !_killed && _oomTime != 0 && _endTime - _oomTime < OomWindowNanoseconds);
        if (LastEndWasOom && !alreadyCounted)
        {
            OomEnds++;
        }
    }

    private void Start(long time)
    {
        if (time <= _lastStartEvent)
        {
            return; // told again after a reconnect
        }

        var sinceFirstSight = _startUnconfirmed && _knownStart is { } known ? time - Nanoseconds(known) : long.MaxValue;
        if (sinceFirstSight < 0)
        {
            return; // a start before the one that inspection showed first, and counted there
        }

        _lastStartEvent = time;
        if (sinceFirstSight < ConfirmWindowNanoseconds && _ended && time <= _endTime)
        {
            _startUnconfirmed = false;
            return; // the start before the end that inspection showed first
        }

        var confirms = sinceFirstSight < ConfirmWindowNanoseconds && !_ended;
        if ((_knownStart is not null || _ended) && !confirms)
        {
            _counts[(int)Reason()]++;
            _countedByEvents++;
        }

        Forget();
        _running = true;
        _knownStart = DateTimeOffset.UnixEpoch.AddTicks(time / 100);
        _unseenStart = null;
    }

    private void KnowRestartCount(ContainerFacts facts)
    {
        _knownRestartCount = facts.RestartCount;
        _countedByEvents = 0;
    }

    private void CountUnseen(ContainerFacts facts)
    {
        var missed = Math.Max(1, facts.RestartCount - _knownRestartCount - _countedByEvents);
        _counts[(int)(missed == 1 ? Reason() : RestartReason.Unknown)] += (ulong)missed;
        Forget();
        _knownStart = facts.Started;
        KnowRestartCount(facts);
        _unseenStart = null;
        _startUnconfirmed = true; // its event may still come
    }

    private RestartReason Reason()
    {
        if (_lostWhileRunning)
        {
            return RestartReason.Daemon;
        }

        if (!_ended)
        {
            return RestartReason.Unknown;
        }

        if (_killed)
        {
            return _unhealthyWhenKilled ? RestartReason.Unhealthy : RestartReason.Manual;
        }

        if (LastEndWasOom)
        {
            return RestartReason.Oom;
        }

        return _exitCode == 0 ? RestartReason.Completed : _exitCode > SignalBase ? RestartReason.Signal : RestartReason.Error;
    }

    private void Forget()
    {
        _startUnconfirmed = false;
        _ended = false;
        _oomTime = 0;
        _killed = false;
        _unhealthyWhenKilled = false;
        _unhealthy = false;
        _lostWhileRunning = false;
    }
}
