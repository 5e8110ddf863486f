using System.Runtime.CompilerServices;
using Exporters.Logs.Records;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Framing;

/// <summary>The event at hand. A single line stays where it is in the block; from the second line on the text is gathered here.</summary>
internal sealed class JoinedText
{
    private byte[] _text = new byte[4096];
    private int _start = -1;
    private int _cut;
    private int _repaired;

    /// <summary>Lines in it; 0 when there is no event.</summary>
    public int Lines { get; private set; }

    public ByteRange Place { get; private set; }

    /// <summary>What follows its end.</summary>
    public LineContinuation Continuation { get; private set; }

    /// <summary>Bytes of its text.</summary>
    public int Length { get; private set; }

    /// <summary>When it happened as a container's runtime says, UTC ticks; 0 when nobody says.</summary>
    public long EventTicks { get; private set; }

    /// <summary>The output it was written to, <c>stdout</c> or <c>stderr</c>; null when nobody says.</summary>
    public string? Output { get; private set; }

    public void Clear() => Lines = 0;

    [MethodImpl(HotPath.Compile)]
    public void Begin(ReadOnlySpan<byte> line, Block block, ByteRange place, int lines, LineContinuation continuation, bool isCut, bool isRepaired, long eventTicks, string? output)
    {
        Lines = lines;
        Place = place;
        Continuation = continuation;
        Length = line.Length;
        EventTicks = eventTicks;
        Output = output;
        _cut = isCut ? 1 : 0;
        _repaired = isRepaired ? 1 : 0;
        if (!block.New.Overlaps(line, out _start))
        {
            _start = -1;
            Reserve(line.Length);
            line.CopyTo(_text);
        }
    }

    public void Add(ReadOnlySpan<byte> line, Block block, long end, int lines, LineContinuation continuation, bool isCut, bool isRepaired)
    {
        Reserve(Length + 1 + line.Length);
        if (_start >= 0)
        {
            block.New.Slice(_start, Length).CopyTo(_text);
            _start = -1;
        }

        _text[Length] = (byte)'\n';
        line.CopyTo(_text.AsSpan(Length + 1));
        Length += 1 + line.Length;
        Lines += lines;
        Place = Place with { End = end };
        Continuation = continuation;
        _cut += isCut ? 1 : 0;
        _repaired += isRepaired ? 1 : 0;
    }

    public ReadOnlySpan<byte> Text(Block block) => _start >= 0 ? block.New.Slice(_start, Length) : _text.AsSpan(0, Length);

    /// <summary>Counts what had to be changed in its lines.</summary>
    public void Count(SourceLedger ledger)
    {
        if ((_cut | _repaired) != 0)
        {
            ledger.AddCut(_cut);
            ledger.AddRepaired(_repaired);
        }
    }

    private void Reserve(int length)
    {
        if (_text.Length < length)
        {
            Array.Resize(ref _text, Math.Max(length, _text.Length * 2));
        }
    }
}
