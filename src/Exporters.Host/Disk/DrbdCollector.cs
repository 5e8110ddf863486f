using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Disk;

/// <summary>
/// Mirrored block devices of DRBD 8, from <c>/proc/drbd</c> (drbd.conf(5), "/proc/drbd" of its user's guide): a line that begins with
/// the device's number, then pairs of name and value.
/// <code>
///  1: cs:Connected ro:Primary/Primary ds:UpToDate/UpToDate C r-----
///     ns:17324442 nr:10961011 dw:28263521 dr:118696670 al:1100 bm:221 lo:0 pe:0 ua:0 ap:0 ep:1 wo:d oos:0
/// </code>
/// </summary>
internal sealed class DrbdCollector(HostPaths paths) : ICollector
{
    private const double Kibibyte = 1024;
    private static readonly FamilyTable Table = new(
        """
        ns counter node_drbd_network_sent_bytes_total Data sent to the other node, in bytes.
        nr counter node_drbd_network_received_bytes_total Data received from the other node, as the kernel tells it, in KiB.
        dw counter node_drbd_disk_written_bytes_total Data written to the disk of this node, in bytes.
        dr counter node_drbd_disk_read_bytes_total Data read from the disk of this node, in bytes.
        al counter node_drbd_activitylog_writes_total Updates of the activity log.
        bm counter node_drbd_bitmap_writes_total Updates of the bitmap.
        lo gauge node_drbd_local_pending Requests to the disk of this node that are open.
        pe gauge node_drbd_remote_pending Requests to the other node that it has not answered.
        ua gauge node_drbd_remote_unacknowledged Requests of the other node that are not answered.
        ap gauge node_drbd_application_pending Requests of applications that are not answered.
        ep gauge node_drbd_epochs Epochs under way.
        oos gauge node_drbd_out_of_sync_bytes Data that differs between the nodes, in bytes.
        """u8,
        "device");

    private static readonly Family Primary = Family.Gauge("node_drbd_node_role_is_primary", "1 if the node has the role primary.", "device", "node");
    private static readonly Family UpToDate = Family.Gauge("node_drbd_disk_state_is_up_to_date", "1 if the node's disk is up to date.", "device", "node");
    private static readonly Family Connected = Family.Gauge("node_drbd_connected", "1 if the nodes are connected.", "device");

    private readonly string _path = paths.Proc("drbd");
    private readonly Dictionary<byte[], LabelSet> _devices = new(Utf8Comparer.Instance);

    public string Name => "drbd";

    public IReadOnlyList<Family> Families => [.. Table.Families, Primary, UpToDate, Connected];

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_path, "the module drbd is not loaded");
        LabelSet? device = null;
        for (var lines = new Utf8Cursor(file.Bytes, _path, writer.Unreadable); lines.NextLine(out var line);)
        {
            while (line.TryField(out var field))
            {
                var colon = field.IndexOf((byte)':');
                if (colon == field.Length - 1 && colon > 0 && char.IsAsciiDigit((char)field[0]))
                {
                    device = Device(field[..colon]);
                }
                else if (colon > 0 && device is not null)
                {
                    Write(writer, line, field[..colon], field[(colon + 1)..], device);
                }
            }
        }
    }

    private static void Write(FamilyWriter writer, Utf8Cursor line, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, LabelSet device)
    {
        if (key.SequenceEqual("cs"u8))
        {
            writer.Write(Connected, value.SequenceEqual("Connected"u8) ? 1 : 0, device);
        }
        else if (key.SequenceEqual("ro"u8))
        {
            WritePair(writer, Primary, value, "Primary"u8, device);
        }
        else if (key.SequenceEqual("ds"u8))
        {
            WritePair(writer, UpToDate, value, "UpToDate"u8, device);
        }
        else
        {
            // What was received is shown as it stands, in KiB: so does node_exporter.
            var isKibibytes = key is [(byte)'n', (byte)'s'] or [(byte)'d', _] || key.SequenceEqual("oos"u8);
            if (Table.Find(key) is { } family)
            {
                writer.WriteIfKnown(family, line.ParseUInt64(value) * (isKibibytes ? Kibibyte : 1), device);
            }
        }
    }

    /// <summary>Two words with a slash between: this node and the other.</summary>
    private static void WritePair(FamilyWriter writer, Family family, ReadOnlySpan<byte> pair, ReadOnlySpan<byte> good, LabelSet device)
    {
        var slash = pair.IndexOf((byte)'/');
        writer.Write(family, (slash < 0 ? pair : pair[..slash]).SequenceEqual(good) ? 1 : 0, device, null, "local");
        if (slash >= 0)
        {
            writer.Write(family, pair[(slash + 1)..].SequenceEqual(good) ? 1 : 0, device, null, "remote");
        }
    }

    private LabelSet Device(ReadOnlySpan<byte> number)
    {
        var lookup = _devices.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(number, out var label))
        {
            _devices.Add(number.ToArray(), label = LabelSet.Of("device", $"drbd{Encoding.ASCII.GetString(number)}"));
        }

        return label;
    }
}
