using Exporters.Logs.Parsing.Formats;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Framing;

/// <summary>The entries of Docker's log driver <c>local</c> in place of lines: no line end tells where one is over, but its length.</summary>
internal sealed partial class EventReader
{
    private ReadingEnd ReadEntries(Block block, Flush flush)
    {
        var bytes = block.New;
        for (var at = 0; at < bytes.Length;)
        {
            var rest = bytes[at..];
            var size = LocalEntry.SizeOf(rest);
            if (size == 0 && flush != Flush.Everything && rest.Length < LocalEntry.MaxBytes + 8)
            {
                break;
            }

            var next = at + (size > 0 ? size : NextEntry(rest));
            var place = new ByteRange(block.Offset + at, block.Offset + next);
            var isTaken = size > 0 && LocalEntry.TryRead(rest[..size], out var entry)
                ? AddEntry(entry, place, block)
                : SkipBroken(place, block);
            if (!isTaken || (_stream.Replay?.NextBreak(place.Start) == place.End && !Emit(block, breaks: true)))
            {
                return Refusal;
            }

            at = next;
            if (--_linesToLook <= 0 && IsTurnOver())
            {
                return ReadingEnd.TurnOver;
            }
        }

        return CloseEvents(block.Offset + bytes.Length, LineContinuation.None, block, flush);
    }

    private bool AddEntry(ContainerLine entry, ByteRange place, Block block)
    {
        var text = entry.Content;
        if (text.EndsWith("\r"u8) && !entry.IsPartial)
        {
            text = text[..^1];
        }

        var isCut = text.Length > _stream.Source.MaxLineBytes;
        if (isCut)
        {
            text = LineText.TrimPartialCharacter(text[.._stream.Source.MaxLineBytes]);
        }

        // A character may lie across two pieces of a line: such are mended once they are together.
        var isPiece = _held.Count > 0 || entry.IsPartial;
        var isRepaired = !isPiece && !LineText.IsClean(text);
        if (isRepaired)
        {
            text = Repair(text);
        }

        return isPiece
            ? AddPiece(ContainerLine.OfLocal(text, entry.TimestampTicks, entry.Stream, entry.IsPartial), place, LineContinuation.None, block)
            : AddText(text, place, lines: 1, LineContinuation.None, isCut, isRepaired, entry.TimestampTicks, entry.Stream, block);
    }

    /// <summary>How many bytes are no entry: up to where one begins, or all. A machine that died while Docker wrote leaves such.</summary>
    private static int NextEntry(ReadOnlySpan<byte> rest)
    {
        for (var at = 1; at < rest.Length; at++)
        {
            var size = LocalEntry.SizeOf(rest[at..]);
            if (size > 0 && LocalEntry.TryRead(rest.Slice(at, size), out _))
            {
                return at;
            }
        }

        return rest.Length;
    }

    /// <summary>Passes over what is no entry, counted as one line that was dropped.</summary>
    private bool SkipBroken(ByteRange place, Block block)
    {
        if ((_held.Count > 0 && !ReleaseHeld(place.Start, LineContinuation.None, block)) || !Emit(block, breaks: false) || !intake.Batcher.TryBegin(_stream))
        {
            return false;
        }

        var part = _stream.OpenPart!;
        _stream.Source.Ledger.AddPending(1);
        part.Lines++;
        part.IsSealed = false;
        part.Drop("broken", 1);
        _at = place.End;
        _continuation = LineContinuation.None;
        return true;
    }
}
