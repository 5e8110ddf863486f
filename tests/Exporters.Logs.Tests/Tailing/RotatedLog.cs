using Exporters.Logs.Streams;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>
/// A program that writes lines to a log, and whoever rotates it, a move at a time. What would take lines away that are nowhere else
/// happens only when the checkpoints have them all.
/// </summary>
internal sealed class RotatedLog
{
    private const string Live = "a.log";

    private readonly TailRig _rig;
    private readonly string _include;
    private readonly List<string> _content = [];
    private string _partial = "";
    private string? _target = Live;
    private bool _isCopied;
    private int _dates;

    public RotatedLog(TailRig rig, string include)
    {
        _rig = rig;
        _include = include;
        rig.Write(Live, "");
    }

    /// <summary>All lines, in the order in which they were written.</summary>
    public List<string> Written { get; } = [];

    /// <summary>
    /// Lines that were copied and truncated before a checkpoint told how that content begins, where no pattern matches the copy: then
    /// nothing tells that the copy is one of it, and a process that knew it may have died.
    /// </summary>
    public HashSet<string> Unreachable { get; } = [];

    /// <summary>Whether the log has a copy that is not truncated yet: nobody writes, and nothing else is done to it.</summary>
    public bool IsCopied => _isCopied;

    private bool HasFile => _target == Live;

    public void Write(IReadOnlyList<string> lines)
    {
        if (_isCopied || _target is null)
        {
            return;
        }

        _rig.Write(_target, string.Concat(lines.Select(line => line + "\n")));
        Written.Add(_partial + lines[0]);
        Written.AddRange(lines.Skip(1));
        _content.Add(_partial + lines[0]);
        _content.AddRange(lines.Skip(1));
        _partial = "";
    }

    public void WritePiece()
    {
        if (!_isCopied && _target is not null)
        {
            var piece = $"piece-{Written.Count}-";
            _rig.Write(_target, piece);
            _partial += piece;
        }
    }

    /// <summary>The log becomes the first rotated one; its writer goes on with it until <see cref="Create"/>.</summary>
    public void MoveAway(bool isDated = false)
    {
        if (_partial.Length > 0 || _isCopied || !HasFile)
        {
            return;
        }

        var name = isDated ? $"{Live}-20261121-{_dates++:D4}" : Live + ".1";
        if (!isDated)
        {
            Shift();
        }

        _rig.Rename(Live, name);
        _target = name;
    }

    public void Create()
    {
        if (_target != Live && _partial.Length == 0)
        {
            _rig.Write(Live, "");
            _target = Live;
            _content.Clear();
        }
    }

    public void Copy()
    {
        if (_partial.Length == 0 && !_isCopied && HasFile)
        {
            Shift();
            _rig.Copy(Live, Live + ".1");
            _isCopied = true;
        }
    }

    /// <summary>What follows a copy.</summary>
    public void EndCopy()
    {
        if (!_isCopied)
        {
            return;
        }

        if (_include == "*.log" && !IsBeginningKept())
        {
            Unreachable.UnionWith(_content);
        }

        _rig.Truncate(Live);
        _content.Clear();
        _isCopied = false;
    }

    public void Truncate()
    {
        if (MayForget())
        {
            _rig.Truncate(Live);
            _content.Clear();
        }
    }

    public void Delete()
    {
        if (MayForget())
        {
            _rig.Delete(Live);
            _target = null;
            _content.Clear();
        }
    }

    /// <summary>Rotated and compressed at once.</summary>
    public void Compress()
    {
        if (MayForget())
        {
            MoveAway();
            Create();
            _rig.Write(Live + ".1.gz", "packed");
            _rig.Delete(Live + ".1");
        }
    }

    /// <summary>Ends what may not wait for long: a copy that is not truncated becomes a file of its own, a last line of a rotated file is sent without its end.</summary>
    public void HurryUp()
    {
        EndCopy();
        if (_partial.Length > 0 && !HasFile)
        {
            Write(["end"]);
        }
    }

    /// <summary>Ends what is under way and the last line.</summary>
    public void Finish()
    {
        EndCopy();
        if (_partial.Length > 0)
        {
            Write(["end"]);
        }

        Create();
    }

    // Never what is empty: nothing tells an empty file from another one that gets its inode.
    private bool MayForget()
    {
        if (_content.Count == 0 || _partial.Length > 0 || _isCopied || !HasFile || _rig.StateOf(Live) is not { } state)
        {
            return false;
        }

        var came = _rig.Receiver.Bodies.ToHashSet();
        return _content.TrueForAll(came.Contains) && state.Acked.Offset == new FileInfo(_rig.PathOf(Live)).Length;
    }

    /// <summary>Whether a checkpoint tells how what is in the live file now begins.</summary>
    private bool IsBeginningKept()
    {
        if (_rig.StateOf(Live)?.Identity is not { HeadLength: > 0 } identity)
        {
            return false;
        }

        var bytes = File.ReadAllBytes(_rig.PathOf(Live));
        return bytes.Length >= identity.HeadLength && ByteHash.Compute(bytes.AsSpan(0, identity.HeadLength)) == identity.HeadHash;
    }

    private void Shift()
    {
        for (var old = 40; old > 0; old--)
        {
            foreach (var ending in (string[])["", ".gz"])
            {
                if (File.Exists(_rig.PathOf($"{Live}.{old}{ending}")))
                {
                    _rig.Rename($"{Live}.{old}{ending}", $"{Live}.{old + 1}{ending}");
                }
            }

            if (_target == $"{Live}.{old}")
            {
                _target = $"{Live}.{old + 1}";
            }
        }
    }
}
