using System.Globalization;
using Exporters.Docker;

namespace Exporters.Containers.Lifecycle;

/// <summary>
/// How a container's life since its last start ended, by events and by inspection, and which reason that is for the next start.
/// Times are nanoseconds since 1970, as the daemon has them. Owned by the watcher.
/// </summary>
internal sealed class ContainerEnd
{
    private const int KilledBySigkill = 137;
    private const int SignalBase = 128;
    private const long OomWindow = 5_000_000_000;
    private const long DaemonWindow = 30_000_000_000;

    private static readonly string[] HarmlessSignals = ["1", "10", "12", "28", "HUP", "SIGHUP", "USR1", "SIGUSR1", "USR2", "SIGUSR2", "WINCH", "SIGWINCH"];

    private int _exitCode;
    private long _oomTime;
    private bool _killed;
    private bool _unhealthyWhenKilled;
    private bool _running;
    private bool _unhealthy;
    private bool _lostWhileRunning;
    private long _lastEndEvent;

    /// <summary>Whether it has ended since its last start.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>When it ended, if it has.</summary>
    public long Time { get; private set; }

    /// <summary>The exit code of its last end, also of an earlier life; null when it is not known to have ended.</summary>
    public int? LastExitCode { get; private set; }

    /// <summary>Whether the kernel's out-of-memory killer ended it the last time.</summary>
    public bool LastWasOom { get; private set; }

    /// <summary>Ends by the kernel's out-of-memory killer.</summary>
    public ulong OomEnds { get; private set; }

    /// <summary>Something that is not a start happened.</summary>
    /// <returns>Whether it ended by this.</returns>
    public bool Observe(DockerEvent happened)
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
                return Ended(happened);
            case "health_status: unhealthy":
                _unhealthy = true;
                break;
            case "health_status: healthy":
                _unhealthy = false;
                break;
        }

        return false;
    }

    /// <summary>Whether it runs, as inspection shows it; nothing else of an inspection that may show a later life.</summary>
    public void ObserveRunning(bool running) => _running = running;

    /// <summary>What inspection shows of the life whose start is the last one known.</summary>
    public void Observe(ContainerFacts facts)
    {
        if (facts.IsRunning)
        {
            _unhealthy = facts.Health == "unhealthy";
        }
        else if (facts.Finished is { } finished)
        {
            LastExitCode = facts.ExitCode;
            if (!HasEnded)
            {
                (HasEnded, _exitCode, Time, LastWasOom) = (true, facts.ExitCode, DockerTime.Nanoseconds(finished), false);
            }

            if (facts.OomKilled && !LastWasOom)
            {
                LastWasOom = true;
                OomEnds++;
            }
        }
    }

    /// <summary>The daemon was lost: what ends now, or has just ended, may be its doing.</summary>
    public void DaemonLost(long now) => _lostWhileRunning |= _running || (HasEnded && now - Time < DaemonWindow);

    /// <summary>Why the start that follows this end was made.</summary>
    public RestartReason Reason()
    {
        if (_lostWhileRunning)
        {
            return RestartReason.Daemon;
        }

        if (!HasEnded)
        {
            return RestartReason.Unknown;
        }

        if (_killed)
        {
            return _unhealthyWhenKilled ? RestartReason.Unhealthy : RestartReason.Manual;
        }

        if (LastWasOom)
        {
            return RestartReason.Oom;
        }

        return _exitCode == 0 ? RestartReason.Completed : _exitCode > SignalBase ? RestartReason.Signal : RestartReason.Error;
    }

    /// <summary>A new life begins.</summary>
    public void Forget()
    {
        HasEnded = false;
        _oomTime = 0;
        _killed = false;
        _unhealthyWhenKilled = false;
        _unhealthy = false;
        _lostWhileRunning = false;
    }

    private bool Ended(DockerEvent die)
    {
        if (die.TimeNanoseconds <= _lastEndEvent)
        {
            return false; // told again after a reconnect
        }

        // The same end may have been seen by inspection already.
        var alreadyCounted = HasEnded && LastWasOom;
        HasEnded = true;
        _running = false;
        _lostWhileRunning = false;
        Time = _lastEndEvent = die.TimeNanoseconds;
        _exitCode = die.Attributes.TryGetValue("exitCode", out var text)
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code) ? code : 0;
        LastExitCode = _exitCode;
        LastWasOom = alreadyCounted || (_exitCode == KilledBySigkill && !_killed && _oomTime != 0 && Time - _oomTime < OomWindow);
        if (LastWasOom && !alreadyCounted)
        {
            OomEnds++;
        }

        return true;
    }
}
