namespace Exporters.Logs.Framing;

/// <summary>A line of a container that its runtime wrote down in pieces, while pieces are missing.</summary>
internal sealed class HeldLine(string output, long start, long eventTicks)
{
    private byte[] _text = new byte[32 * 1024];
    private int _length;

    public string Output { get; } = output;

    public long Start { get; } = start;

    public long EventTicks { get; } = eventTicks;

    public int Lines { get; private set; }

    public bool IsComplete { get; private set; }

    public bool IsCut { get; private set; }

    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _length);

    public void Add(ReadOnlySpan<byte> piece, bool isLast, int maxBytes)
    {
        Lines++;
        IsComplete = isLast;
        var room = maxBytes - _length;
        if (piece.Length > room)
        {
            piece = LineText.TrimPartialCharacter(piece[..room]);
            IsCut = true;
        }

        if (_text.Length < _length + piece.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + piece.Length));
        }

        piece.CopyTo(_text.AsSpan(_length));
        _length += piece.Length;
    }
}
