using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Exporters.Linux.Cgroups;

/// <summary>
/// Block I/O of a group by device; reused from group to group. v2 <c>io.stat</c>:
/// <code>254:0 rbytes=90430464 wbytes=299008000 rios=8950 wios=1252 dbytes=0 dios=0</code>
/// v1 <c>blkio.throttle.io_service_bytes_recursive</c> and <c>…io_serviced_recursive</c>:
/// <code>254:0 Read 90430464</code>
/// </summary>
public sealed class IoTable
{
    private const double MicrosPerSecond = 1e6;

    private readonly List<DeviceIo> _rows = [];

    /// <summary>A row a device.</summary>
    public ReadOnlySpan<DeviceIo> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>Forgets every row.</summary>
    public void Clear() => _rows.Clear();

    /// <summary>Adds what v2 tells. A device without numbers has no row.</summary>
    /// <remarks>A known field that is no number is null, and reported to <c>unreadable</c>, or thrown where nobody receives reports.</remarks>
    public void AddIoStat(ReadOnlySpan<byte> text, string source, Action<ProcFormatException>? unreadable = null)
    {
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            if (!TryDevice(line.Field(), out var major, out var minor))
            {
                continue;
            }

            while (line.TryField(out var field))
            {
                var equals = field.IndexOf((byte)'=');
                if (equals < 0)
                {
                    continue;
                }

                var key = field[..equals];
                var value = field[(equals + 1)..];
                if (key.SequenceEqual("rbytes"u8))
                {
                    Row(major, minor).ReadBytes = line.ParseUInt64(value);
                }
                else if (key.SequenceEqual("wbytes"u8))
                {
                    Row(major, minor).WrittenBytes = line.ParseUInt64(value);
                }
                else if (key.SequenceEqual("rios"u8))
                {
                    Row(major, minor).Reads = line.ParseUInt64(value);
                }
                else if (key.SequenceEqual("wios"u8))
                {
                    Row(major, minor).Writes = line.ParseUInt64(value);
                }
                else if (key.SequenceEqual("cost.usage"u8))
                {
                    Row(major, minor).CostUsageSeconds = line.ParseUInt64(value) / MicrosPerSecond;
                }
                else if (key.SequenceEqual("cost.wait"u8))
                {
                    Row(major, minor).CostWaitSeconds = line.ParseUInt64(value) / MicrosPerSecond;
                }
                else if (key.SequenceEqual("cost.indebt"u8))
                {
                    Row(major, minor).CostIndebtSeconds = line.ParseUInt64(value) / MicrosPerSecond;
                }
                else if (key.SequenceEqual("cost.indelay"u8))
                {
                    Row(major, minor).CostIndelaySeconds = line.ParseUInt64(value) / MicrosPerSecond;
                }
            }
        }
    }

    /// <summary>Adds a table of v1: of bytes, or of operations.</summary>
    /// <remarks>A known field that is no number is null, and reported to <c>unreadable</c>, or thrown where nobody receives reports.</remarks>
    public void AddBlkio(ReadOnlySpan<byte> text, string source, bool bytes, Action<ProcFormatException>? unreadable = null)
    {
        for (var file = new Utf8Cursor(text, source, unreadable); file.NextLine(out var line);)
        {
            // The last line, "Total 0", names no device.
            if (!TryDevice(line.Field(), out var major, out var minor))
            {
                continue;
            }

            var kind = line.Field();
            var value = line.UInt64();
            ref var row = ref Row(major, minor);
            if (kind.SequenceEqual("Read"u8))
            {
                (row.ReadBytes, row.Reads) = bytes ? (value, row.Reads) : (row.ReadBytes, value);
            }
            else if (kind.SequenceEqual("Write"u8))
            {
                (row.WrittenBytes, row.Writes) = bytes ? (value, row.Writes) : (row.WrittenBytes, value);
            }
            else if (bytes && kind.SequenceEqual("Sync"u8))
            {
                row.SyncBytes = value;
            }
            else if (bytes && kind.SequenceEqual("Async"u8))
            {
                row.AsyncBytes = value;
            }
            else if (bytes && kind.SequenceEqual("Discard"u8))
            {
                row.DiscardedBytes = value;
            }
            else if (bytes && kind.SequenceEqual("Total"u8))
            {
                row.TotalBytes = value;
            }
        }
    }

    private static bool TryDevice(ReadOnlySpan<byte> field, out uint major, out uint minor)
    {
        minor = 0;
        return Utf8Parser.TryParse(field, out major, out var used)
            && used < field.Length
            && field[used] == (byte)':'
            && Utf8Parser.TryParse(field[(used + 1)..], out minor, out var rest)
            && used + 1 + rest == field.Length;
    }

    private ref DeviceIo Row(uint major, uint minor)
    {
        var rows = CollectionsMarshal.AsSpan(_rows);
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            if (rows[i].Major == major && rows[i].Minor == minor)
            {
                return ref rows[i];
            }
        }

        _rows.Add(new DeviceIo(major, minor));
        return ref CollectionsMarshal.AsSpan(_rows)[^1];
    }
}
