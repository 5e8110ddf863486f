using System.Text;
using Exporters.Logs.Streams;

namespace Exporters.Logs.Checkpoints;

/// <summary>All that is known across runs, and how each change of it is written: a change is applied by reading back what was written.</summary>
internal sealed class CheckpointState
{
    private readonly Dictionary<int, StreamState> _streams = [];
    private readonly Dictionary<string, SourceTotals> _sources = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<int, StreamState> Streams => _streams;

    public IReadOnlyDictionary<string, SourceTotals> Sources => _sources;

    /// <summary>The highest number that a stream ever had.</summary>
    public int HighestId { get; set; }

    public static void WriteStream(BinaryWriter writer, int id, string source, string key, FileFingerprint? file)
    {
        writer.Write((byte)RecordKind.Stream);
        writer.Write7BitEncodedInt(id);
        writer.Write(source);
        writer.Write(key);
        writer.Write(file is not null);
        if (file is not null)
        {
            writer.Write(file.Device);
            writer.Write(file.Inode);
            writer.Write7BitEncodedInt(file.HeadLength);
            writer.Write(file.HeadHash);
            writer.Write(file.Path);
            writer.Write(file.FirstPath);
        }

        if (file?.Target is { } target)
        {
            writer.Write((byte)RecordKind.Target);
            writer.Write7BitEncodedInt(id);
            writer.Write(target);
        }
    }

    public static void WriteIntent(BinaryWriter writer, int id, long offset, IReadOnlyList<ReplayMark> marks)
    {
        writer.Write((byte)RecordKind.Intent);
        writer.Write7BitEncodedInt(id);
        writer.Write7BitEncodedInt64(offset);
        writer.Write7BitEncodedInt(marks.Count);
        foreach (var mark in marks)
        {
            writer.Write7BitEncodedInt64(mark.Offset);
            writer.Write(mark.ReadTicks);
            writer.Write(mark.Breaks);
        }
    }

    public static void WriteSettled(BinaryWriter writer, int id, in Position position, long lastTicks, long modifiedTicks, string? cursor)
    {
        writer.Write((byte)RecordKind.Settled);
        writer.Write7BitEncodedInt(id);
        writer.Write7BitEncodedInt64(position.Offset);
        writer.Write((byte)position.Continuation);
        writer.Write7BitEncodedInt(position.TailLength);
        writer.Write(position.TailHash);
        writer.Write(lastTicks);
        writer.Write(modifiedTicks);
        writer.Write(cursor is not null);
        if (cursor is not null)
        {
            writer.Write(cursor);
        }
    }

    public static void WriteLedger(
        BinaryWriter writer, string source, long delivered, ReadOnlySpan<(string Reason, long Lines)> rejected, ReadOnlySpan<(string Reason, long Lines)> dropped)
    {
        writer.Write((byte)RecordKind.Ledger);
        writer.Write(source);
        writer.Write7BitEncodedInt64(delivered);
        WriteReasons(writer, rejected);
        WriteReasons(writer, dropped);
    }

    public static void WriteEnded(BinaryWriter writer, int id)
    {
        writer.Write((byte)RecordKind.Ended);
        writer.Write7BitEncodedInt(id);
    }

    /// <summary>Everything, as records.</summary>
    public void WriteAll(BinaryWriter writer)
    {
        foreach (var stream in _streams.Values.OrderBy(s => s.Id))
        {
            WriteStream(writer, stream.Id, stream.Source, stream.Key, stream.Identity);
            WriteSettled(writer, stream.Id, stream.Acked, stream.LastTicks, stream.ModifiedTicks, stream.Cursor);
            if (stream.Marks.Count > 0 || stream.IntendedOffset > stream.Acked.Offset)
            {
                WriteIntent(writer, stream.Id, stream.IntendedOffset, stream.Marks);
            }
        }

        foreach (var (source, totals) in _sources.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            WriteLedger(writer, source, totals.Delivered, Sorted(totals.Rejected), Sorted(totals.Dropped));
        }
    }

    /// <summary>Applies the records of a frame.</summary>
    /// <exception cref="InvalidDataException">They are not what this version writes.</exception>
    public void Apply(ReadOnlyMemory<byte> frame)
    {
        using var reader = new BinaryReader(new MemoryStream(frame.ToArray(), writable: false), Encoding.UTF8);
        try
        {
            while (reader.BaseStream.Position < reader.BaseStream.Length)
            {
                ApplyOne(reader);
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("a record of it ends too early", e);
        }
    }

    private void ApplyOne(BinaryReader reader)
    {
        var kind = (RecordKind)reader.ReadByte();
        if (kind == RecordKind.Ledger)
        {
            ApplyLedger(reader);
            return;
        }

        var id = reader.Read7BitEncodedInt();
        switch (kind)
        {
            case RecordKind.Stream:
                ApplyStream(reader, id);
                break;
            case RecordKind.Intent:
                var offset = reader.Read7BitEncodedInt64();
                var marks = new ReplayMark[reader.Read7BitEncodedInt()];
                for (var i = 0; i < marks.Length; i++)
                {
                    marks[i] = new ReplayMark(reader.Read7BitEncodedInt64(), reader.ReadInt64(), reader.ReadBoolean());
                }

                Stream(id).Intend(offset, marks);
                break;
            case RecordKind.Settled:
                var stream = Stream(id);
                stream.Settle(new Position(
                    reader.Read7BitEncodedInt64(), (LineContinuation)reader.ReadByte(), reader.Read7BitEncodedInt(), reader.ReadUInt64()));
                stream.LastTicks = reader.ReadInt64();
                stream.ModifiedTicks = reader.ReadInt64();
                stream.Cursor = reader.ReadBoolean() ? reader.ReadString() : stream.Cursor;
                break;
            case RecordKind.Target:
                var link = Stream(id);
                link.Identity = (link.Identity ?? throw new InvalidDataException($"a record of it has the target of a stream that is no file, {id}")) with { Target = reader.ReadString() };
                break;
            case RecordKind.Ended:
                _streams.Remove(id);
                break;
            default:
                throw new InvalidDataException($"a record of it is of an unknown kind, {(int)kind}");
        }
    }

    private StreamState Stream(int id) =>
        _streams.TryGetValue(id, out var stream) ? stream : throw new InvalidDataException($"a record of it is about a stream that is not there, {id}");

    private void ApplyStream(BinaryReader reader, int id)
    {
        var source = reader.ReadString();
        var key = reader.ReadString();
        if (!_streams.TryGetValue(id, out var stream))
        {
            _streams.Add(id, stream = new StreamState(id, source, key));
        }

        stream.Source = source;

        if (reader.ReadBoolean())
        {
            stream.Identity = new FileFingerprint(
                reader.ReadUInt64(), reader.ReadUInt64(), reader.Read7BitEncodedInt(), reader.ReadUInt64(), reader.ReadString(), reader.ReadString());
        }

        HighestId = Math.Max(HighestId, id);
    }

    private void ApplyLedger(BinaryReader reader)
    {
        var source = reader.ReadString();
        if (!_sources.TryGetValue(source, out var totals))
        {
            _sources.Add(source, totals = new SourceTotals());
        }

        totals.Delivered += reader.Read7BitEncodedInt64();
        ReadReasons(reader, totals.Rejected);
        ReadReasons(reader, totals.Dropped);
    }

    private static void WriteReasons(BinaryWriter writer, ReadOnlySpan<(string Reason, long Lines)> reasons)
    {
        writer.Write7BitEncodedInt(reasons.Length);
        foreach (var (reason, lines) in reasons)
        {
            writer.Write(reason);
            writer.Write7BitEncodedInt64(lines);
        }
    }

    private static void ReadReasons(BinaryReader reader, Dictionary<string, long> reasons)
    {
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var reason = reader.ReadString();
            reasons[reason] = reasons.GetValueOrDefault(reason) + reader.Read7BitEncodedInt64();
        }
    }

    private static (string Reason, long Lines)[] Sorted(Dictionary<string, long> reasons) =>
        [.. reasons.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => (r.Key, r.Value))];
}
