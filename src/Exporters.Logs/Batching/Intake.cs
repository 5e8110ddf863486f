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
        if (body.IsEmpty)
        {
            AddEmpty(stream, sourceBytes, lines);
            return;
        }

        Add(stream, Parse(stream, body, readTicks, eventTicks), offset, sourceBytes, lines, extra);
    }

    /// <summary>Counts lines without a text.</summary>
    public void AddEmpty(LogStream stream, int sourceBytes, int lines)
    {
        var part = Count(stream, sourceBytes, lines);
        part.Drop("empty", lines);
        part.Batch.AddBytes(sourceBytes);
    }

    /// <summary>
    /// The record of an event, with its time, and not yet in the batch: a look at what comes next. <c>Add</c> puts it in; another look
    /// takes its place.
    /// </summary>
    [MethodImpl(HotPath.Compile)]
    public static LogEntry Parse(LogStream stream, ReadOnlySpan<byte> body, long readTicks, long eventTicks)
    {
        var entry = stream.OpenPart!.Batch.Next();
        stream.Parser.Parse(body, readTicks, entry);
        entry.TimestampTicks = Fix(stream, entry.TimestampTicks, readTicks, eventTicks);
        return entry;
    }

    /// <summary>Puts a record that <see cref="Parse"/> made into the stream's batch.</summary>
    [MethodImpl(HotPath.Compile)]
    public void Add(
        LogStream stream, LogEntry entry, long offset, int sourceBytes, int lines, KeyValuePair<string, object?>? extra)
    {
        var part = Count(stream, sourceBytes, lines);
        entry.SourceBytes = sourceBytes;
        entry.Lines = lines;
        Complete(stream, part, entry, offset, extra);
    }

    /// <summary>Puts a record in that the source filled itself: one of the journal. It was taken from <see cref="Next"/>.</summary>
    public void AddParsed(LogStream stream, LogEntry entry, long identity, int sourceBytes, long eventTicks)
    {
        var part = Count(stream, sourceBytes, lines: 1);
        entry.SourceBytes = sourceBytes;
        entry.TimestampTicks = Fix(stream, entry.TimestampTicks, eventTicks, eventTicks);
        Complete(stream, part, entry, identity, extra: null);
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
    private static void Complete(LogStream stream, BatchPart part, LogEntry entry, long offset, KeyValuePair<string, object?>? extra)
    {
        stream.LastTicks = entry.TimestampTicks;
        foreach (var attribute in stream.Attributes)
        {
            entry.Attributes.Add(attribute);
        }

        if (extra is { } one)
        {
            entry.Attributes.Add(one);
        }

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

        return ticks;
    }

    private static ulong Identity(LogStream stream, long offset) =>
        ((ulong)offset * 0x9E3779B97F4A7C15) ^ (stream.Identity is { } file ? file.Inode * 0xD6E8FEB86659FD93 : (ulong)stream.Id);
}
