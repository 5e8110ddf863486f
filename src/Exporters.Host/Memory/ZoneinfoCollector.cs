using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>
/// Memory zones of each node, in pages, from <c>/proc/zoneinfo</c>, proc_zoneinfo(5). What the kernel counts for a whole node stands
/// with the node's first zone.
/// <code>
/// Node 0, zone    DMA32
///   pages free     528427
///         min      1078
///       nr_free_pages 528427
///         protection: (0, 0, 30130, 30130, 30130)
/// </code>
/// </summary>
internal sealed class ZoneinfoCollector(HostPaths paths) : ICollector
{
    private readonly KernelFile _file = new(paths.Proc("zoneinfo"));
    private readonly FamilyOrder _order = new(key => ZoneinfoFamilies.Find(key));
    private readonly Dictionary<byte[], LabelSet> _zones = new(Utf8Comparer.Instance);

    public string Name => "zoneinfo";

    public IReadOnlyList<Family> Families => ZoneinfoFamilies.All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        LabelSet? zone = null;
        _order.Restart();
        for (var lines = new Utf8Cursor(file.Bytes, _file.Path, writer.Unreadable); lines.NextLine(out var line);)
        {
            if (line.TrySkip("Node "u8))
            {
                zone = Zone(line.Rest);
                continue;
            }

            var key = line.Field();
            if (zone is null || key.IsEmpty)
            {
                continue;
            }

            if (key.SequenceEqual("protection:"u8))
            {
                WriteProtection(writer, line, zone);
            }
            else if (_order.Next(key) is { } family && !line.AtEnd)
            {
                writer.WriteIfKnown(family, line.Int64(), zone);
            }
        }
    }

    /// <summary><c>0, zone    DMA32</c>.</summary>
    private LabelSet Zone(ReadOnlySpan<byte> heading)
    {
        var lookup = _zones.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(heading, out var labels))
        {
            var text = Encoding.UTF8.GetString(heading);
            labels = new LabelSet(["node", "zone"], [text.Split(',')[0], text.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1]]);
            _zones.Add(heading.ToArray(), labels);
        }

        return labels;
    }

    private static void WriteProtection(FamilyWriter writer, Utf8Cursor line, LabelSet zone)
    {
        foreach (var family in ZoneinfoFamilies.Protection)
        {
            if (line.TryField(out var field))
            {
                writer.WriteIfKnown(family!, line.ParseInt64(field.Trim("(),"u8)), zone);
            }
        }
    }
}
