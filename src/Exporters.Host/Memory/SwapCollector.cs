using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>
/// Swap areas, from <c>/proc/swaps</c>, proc_swaps(5): name, kind, size and used part in KiB, priority.
/// <code>/dev/zram0                              partition	8388604		76		100</code>
/// </summary>
internal sealed class SwapCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Size = All.Gauge("node_swap_size_bytes", "Size of the swap area, in bytes.", "device", "swap_type");
    private static readonly Family Used = All.Gauge("node_swap_used_bytes", "Used part of the swap area, in bytes.", "device", "swap_type");
    private static readonly Family Priority = All.Gauge("node_swap_priority", "Priority of the swap area: the highest is filled first.", "device", "swap_type");

    private readonly KernelFile _file = new(paths.Proc("swaps"));
    private readonly Dictionary<byte[], LabelSet> _areas = new(Utf8Comparer.Instance);

    public string Name => "swap";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        var lines = new Utf8Cursor(file.Bytes, _file.Path, writer.Unreadable);
        lines.NextLine(out _);
        while (lines.NextLine(out var line))
        {
            var name = line.Field();
            var kind = line.Field();
            if (kind.IsEmpty)
            {
                continue;
            }

            var labels = Labels(name, kind);
            writer.WriteIfKnown(Size, line.UInt64() * 1024.0, labels);
            writer.WriteIfKnown(Used, line.UInt64() * 1024.0, labels);
            writer.WriteIfKnown(Priority, line.Int64(), labels);
        }
    }

    private LabelSet Labels(ReadOnlySpan<byte> name, ReadOnlySpan<byte> kind)
    {
        var lookup = _areas.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(name, out var labels))
        {
            var text = Encoding.UTF8.GetString(name);
            _areas.Add(name.ToArray(), labels = new LabelSet(["device", "swap_type"], [text, Encoding.UTF8.GetString(kind)]));
        }

        return labels;
    }
}
