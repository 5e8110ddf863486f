using System.Globalization;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>
/// What happens to a log and to who follows it, step by step, and the plainest model there is of what must come of it: every line
/// written arrives, in order within one life of the process, and one that arrives twice is the same both times.
/// </summary>
/// <remarks>
/// The log: <c>wN</c> writes N lines, <c>piece</c> a line's beginning, <c>rename</c> rotates by rename and create, <c>move</c> and
/// <c>create</c> are the two halves of that, <c>dated</c> renames to a name with a date, <c>copy</c> rotates by copy and truncation,
/// <c>cp</c> and <c>cut</c> are the two halves of that, <c>truncate</c>, <c>delete</c> and <c>gz</c> take away what is settled; with
/// <c>mid:</c> before it, a step happens in the middle of the next discovery, after the names were listed. The process: <c>look</c>
/// looks at the files it knows, <c>read</c> discovers and reads without sending, <c>send</c> sends what was read, <c>die</c> dies
/// after the receiver took a batch, <c>kill</c> and <c>start</c>, <c>restart</c> is both, <c>pN</c> lets N seconds pass.
/// </remarks>
internal sealed class TailScript : IDisposable
{
    private readonly TailRig _rig;
    private readonly RotatedLog _log;
    private readonly bool _isOrdered;
    private readonly Action<string>? _told;
    private readonly List<(string Line, string After)> _late = [];
    private readonly HashSet<string> _arrived = [];
    private int _newest = -1;
    private int _noted;
    private int _step;

    private TailScript(string include, bool isOrdered, Action<string>? told)
    {
        _isOrdered = isOrdered;
        _told = told;
        _rig = new TailRig { Include = [include], UsesEvents = false };
        _log = new RotatedLog(_rig, include);
        if (told is not null)
        {
            _rig.Logger = new TellingLogger(told);
        }

        _rig.Start().Deliver();
    }

    /// <summary>What is wrong after these steps; null when nothing is.</summary>
    /// <param name="include">The source's pattern.</param>
    /// <param name="steps">What happens.</param>
    /// <param name="isOrdered">Whether no line may come after a later one, within one life of the process.</param>
    /// <param name="told">Hears of each step, and what is logged.</param>
    public static string? Run(string include, IReadOnlyList<string> steps, bool isOrdered = false, Action<string>? told = null)
    {
        using var isolated = new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext();
        using var script = new TailScript(include, isOrdered, told);
        try
        {
            return script.Run(steps);
        }
        catch (AssertionException e)
        {
            return e.Message;
        }
    }

    private string? Run(IReadOnlyList<string> steps)
    {
        foreach (var step in steps)
        {
            Step(step);
            NoteArrivals();
        }

        _rig.AfterListing = null;
        _log.Finish();
        Up();
        _rig.Pass(20);
        NoteArrivals();
        return Judge();
    }

    public void Dispose() => _rig.Dispose();

    private void Step(string step)
    {
        _step++;
        _told?.Invoke($"{step}: {_rig.Describe()}");
        if (step.StartsWith("mid:", StringComparison.Ordinal))
        {
            _rig.AfterListing = () => Step(step[4..]);
            return;
        }

        switch (step)
        {
            case "piece":
                _log.WritePiece();
                break;
            case ['w', .. var count]:
                _log.Write([.. Enumerable.Range(0, Number(count)).Select(n => $"{_step}-{n}-{new string('x', ((_step * 31) + (n * 17)) % 80)}")]);
                break;
            case "rename" or "move" or "dated":
                _log.MoveAway(isDated: step == "dated");
                if (step != "move")
                {
                    _log.Create();
                }

                break;
            case "create":
                _log.Create();
                break;
            case "copy" or "cp":
                _log.Copy();
                if (step == "copy")
                {
                    _log.EndCopy();
                }

                break;
            case "cut":
                _log.EndCopy();
                break;
            case "truncate":
                _log.Truncate();
                break;
            case "delete":
                _log.Delete();
                break;
            case "gz":
                _log.Compress();
                break;
            case "kill":
                Down();
                break;
            case "start":
                Up();
                break;
            case "restart":
                Down();
                Up();
                break;
            case ['p', .. var seconds]:
                _log.HurryUp();
                if (_rig.IsUp)
                {
                    _rig.Pass(Number(seconds));
                }

                break;
            default:
                if (_rig.IsUp)
                {
                    Act(step);
                }

                break;
        }
    }

    private void Act(string step)
    {
        switch (step)
        {
            case "look":
                _rig.Follower.Round();
                break;
            case "read":
                _rig.Read();
                break;
            case "send":
                _rig.Send();
                break;
            case "die":
                DieAfterSending();
                break;
            default:
                throw new ArgumentException($"no step: {step}", nameof(step));
        }
    }

    private void Down()
    {
        NoteArrivals();
        _rig.Kill();
        _newest = -1;
    }

    private void Up()
    {
        if (!_rig.IsUp)
        {
            _rig.Start();
        }
    }

    /// <summary>Notes lines that came for the first time, and after a later one.</summary>
    private void NoteArrivals()
    {
        for (; _noted < _rig.Receiver.Bodies.Count; _noted++)
        {
            var line = _rig.Receiver.Bodies[_noted];
            if (_arrived.Add(line) && _log.Written.IndexOf(line) is var index and >= 0)
            {
                if (index < _newest)
                {
                    _late.Add((line, _log.Written[_newest]));
                }

                _newest = Math.Max(_newest, index);
            }
        }
    }

    private string? Judge()
    {
        var arrived = _rig.Receiver.Records.ToLookup(record => record.Body);
        if (_log.Written.Where(line => !arrived.Contains(line) && !_log.Unreachable.Contains(line)).ToList() is { Count: > 0 } lost)
        {
            return $"lost: {string.Join(", ", lost)}";
        }

        if (arrived.Select(line => line.Key).Except(_log.Written).ToList() is { Count: > 0 } invented)
        {
            return $"never written: {string.Join(", ", invented)}";
        }

        if (arrived.Where(line => line.Distinct().Count() > 1).ToList() is { Count: > 0 } changed)
        {
            return $"not the same when repeated: {string.Join(", ", changed.SelectMany(line => line))}";
        }

        if (_isOrdered && _late.Count > 0)
        {
            return $"late: {string.Join(", ", _late)}";
        }

        var ledger = _rig.Ledger.Snapshot();
        var expected = ((long)arrived.Count, (long)arrived.Count, 0L, 0L, 0L);
        return ledger == expected ? null : $"the ledger says {ledger}, not {expected}";
    }

    private void DieAfterSending()
    {
        _rig.Receiver.Answer = _ => throw new InvalidOperationException("died after the receiver had it");
        try
        {
            _rig.Deliver();
        }
        catch (InvalidOperationException)
        {
            // As it should be, when there was something to send.
        }

        _rig.Receiver.Answer = null;
        Down();
        Up();
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
