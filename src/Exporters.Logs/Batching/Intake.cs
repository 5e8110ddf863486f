using System.Runtime.CompilerServices;
using Exporters.Logs.Records;

namespace Exporters.Logs.Batching;

/// <summary>
/// From an event to a record in its stream's batch: parse, fix the timestamp, filter and change, count. Single threaded, no waiting.
/// </summary>
internal sealed class Intake(Batcher batcher)
{
    // Threads of one program write their lines a little out of order. Within this much a line keeps its place; what is further
    // back says its time as it is (a clock that was set back).
    private const long OutOfOrderTicks = TimeSpan.TicksPerSecond;

    public Batcher Batcher { get; } = batcher;

    /// <summary>Puts an event into the stream's batch; <see cref="Batcher.TryBegin"/> must have said yes.</summary>
    /// <param name="stream">Where it comes from.</param>
    /// <param name="body">Valid UTF-8 without line end; joined lines have \n between them.</param>
    /// <param name="offset">Where it starts, or any number that is the same on a replay.</param>
    /// <param name="sourceBytes">Bytes it took.</param>
    /// <param name="lines">Lines it took.</param>
    /// <param name="readTicks">When it was read the first time.</param>
    /// <param name="eventTicks">When it happened according to the source (a container's runtime, the journal); 0 when that does not tell.</param>
    /// <param name="extra">An attribute of this event alone.</param>
    [MethodImpl(HotPath.Compile)]
    public void Add(
        LogStream stream, ReadOnlySpan<byte> body, long offset, int sourceBytes, int lines, long readTicks, long eventTicks, KeyValuePair<string, object?>? extra = null)
    {
        var part = Count(stream, sourceBytes, lines);
        if (body.IsEmpty)
        {
            part.Drop("empty", lines);
            part.Batch.AddBytes(sourceBytes);
            return;
        }

        var entry = part.Batch.Next();
        entry.SourceBytes = sourceBytes;
        entry.Lines = lines;
        stream.Parser.Parse(body, readTicks, entry);
        Complete(stream, part, entry, offset, readTicks, eventTicks, extra);
    }

    /// <summary>Puts a record in that the source filled itself: one of the journal. It was taken from <see cref="Next"/>.</summary>
    public void AddParsed(LogStream stream, LogEntry entry, long identity, int sourceBytes, long eventTicks)
    {
        var part = Count(stream, sourceBytes, lines: 1);
        entry.SourceBytes = sourceBytes;
        Complete(stream, part, entry, identity, eventTicks, eventTicks, extra: null);
    }

    /// <summary>The record that the stream's open batch has next.</summary>
    public static LogEntry Next(LogStream stream) => stream.OpenPart!.Batch.Next();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private BatchPart Count(LogStream stream, int sourceBytes, int lines)
    {
        stream.Source.Ledger.AddPending(lines);
        Batcher.AddBytes(sourceBytes);
        var part = stream.OpenPart!;
        part.Lines += lines;
        part.IsSealed = false;
        return part;
    }

    [MethodImpl(HotPath.Compile)]
    private static void Complete(
        LogStream stream, BatchPart part, LogEntry entry, long offset, long readTicks, long eventTicks, KeyValuePair<string, object?>? extra)
    {
        foreach (var attribute in stream.Attributes)
        {
            entry.Attributes.Add(attribute);
        }

        if (extra is { } one)
        {
            entry.Attributes.Add(one);
        }

        entry.TimestampTicks = Fix(stream, entry.TimestampTicks, readTicks, eventTicks);
        if (stream.Source.Steps?.Apply(entry, Identity(stream, offset)) is { } reason)
        {
            part.Drop(reason, entry.Lines);
            part.Batch.AddBytes(entry.SourceBytes);
            return;
        }

        part.Batch.Take(entry, part);
    }

    /// <summary>The record's time: as the line, else the source, else the clock tells it; one step of 100 ns after the one before when it is no later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Fix(LogStream stream, long told, long readTicks, long eventTicks)
    {
        var ticks = told != 0 ? told : eventTicks != 0 ? eventTicks : Math.Max(readTicks, stream.LastTicks + 1);
        if (ticks <= stream.LastTicks && stream.LastTicks - ticks <= OutOfOrderTicks)
        {
            ticks = stream.LastTicks + 1;
        }

        return stream.LastTicks = ticks;
    }

    private static ulong Identity(LogStream stream, long offset) =>
        ((ulong)offset * 0x9E3779B97F4A7C15) ^ (stream.Identity is { } file ? file.Inode * 0xD6E8FEB86659FD93 : (ulong)stream.Id);
}
