using System.Globalization;
using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>
/// Free blocks of memory by their size, 2 to the power of <c>size</c> pages, from <c>/proc/buddyinfo</c>, proc_buddyinfo(5).
/// <code>Node 0, zone    DMA32    759    572    791    475    194     45     12      0      0      0      0</code>
/// </summary>
internal sealed class BuddyinfoCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Blocks = All.Gauge(
        "node_buddyinfo_blocks", "Free blocks of 2 to the power of size pages.", "node", "zone", "size");

    private static readonly string[] Sizes = [.. Enumerable.Range(0, 32).Select(size => size.ToString(CultureInfo.InvariantCulture))];

    private readonly KernelFile _file = new(paths.Proc("buddyinfo"));
    private readonly List<(byte[] Node, byte[] Zone, LabelSet Labels)> _zones = [];

    public string Name => "buddyinfo";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        for (var lines = new Utf8Cursor(file.Bytes, _file.Path, writer.Unreadable); lines.NextLine(out var line);)
        {
            if (!line.TrySkip("Node "u8))
            {
                continue;
            }

            var node = line.Until((byte)',');
            line.Field();
            var zone = Labels(node, line.Field());
            for (var size = 0; size < Sizes.Length && line.TryField(out var field); size++)
            {
                writer.WriteIfKnown(Blocks, line.ParseUInt64(field), zone, null, null, Sizes[size]);
            }
        }
    }

    private LabelSet Labels(ReadOnlySpan<byte> node, ReadOnlySpan<byte> zone)
    {
        foreach (var known in _zones)
        {
            if (node.SequenceEqual(known.Node) && zone.SequenceEqual(known.Zone))
            {
                return known.Labels;
            }
        }

        var labels = new LabelSet(["node", "zone"], [Encoding.UTF8.GetString(node), Encoding.UTF8.GetString(zone)]);
        _zones.Add((node.ToArray(), zone.ToArray(), labels));
        return labels;
    }
}
