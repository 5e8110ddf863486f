using System.Text;
using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Memory;

/// <summary>
/// Object caches of the kernel, from <c>/proc/slabinfo</c>, proc_slabinfo(5), which only root may read: name, objects in use, objects,
/// size of an object in bytes, objects in a slab, pages in a slab.
/// <code>kmalloc-8192         132    148   8192    4    8 : tunables    0    0    0 : slabdata     37     37      0</code>
/// </summary>
internal sealed class SlabinfoCollector : ICollector
{
    private static readonly Setting Include = Setting.Regex("collector.slabinfo.slabs-include", ".*", "Object caches to show.");
    private static readonly Setting Exclude = Setting.Regex("collector.slabinfo.slabs-exclude", "", "Object caches not to show, of those that the include shows.");

    /// <summary>What steers it.</summary>
    public static readonly Setting[] Settings = [Include, Exclude];

    private static readonly FamilyList All = new();

    private static readonly Family[] Columns =
    [
        All.Gauge("node_slabinfo_active_objects", "Objects of the cache that are in use.", "slab"),
        All.Gauge("node_slabinfo_objects", "Objects of the cache, in use or not.", "slab"),
        All.Gauge("node_slabinfo_object_size_bytes", "Size of an object, in bytes.", "slab"),
        All.Gauge("node_slabinfo_objects_per_slab", "Objects in a slab.", "slab"),
        All.Gauge("node_slabinfo_pages_per_slab", "Pages in a slab.", "slab"),
    ];

    private readonly KernelFile _file;
    private readonly SettingValues _settings;
    private readonly Dictionary<byte[], LabelSet?> _slabs = new(Utf8Comparer.Instance);

    public SlabinfoCollector(HostContext context)
    {
        _file = new KernelFile(context.Paths.Proc("slabinfo"));
        _settings = context.Settings;
    }

    public string Name => "slabinfo";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using var file = HostFile.Read(_file);
        for (var lines = new Utf8Cursor(file.Bytes, _file.Path, writer.Unreadable); lines.NextLine(out var line);)
        {
            if (line.AtEnd || line.Rest[0] == '#' || line.Rest.StartsWith("slabinfo - "u8) || Slab(line.Field()) is not { } slab)
            {
                continue;
            }

            foreach (var family in Columns)
            {
                writer.WriteIfKnown(family, line.UInt64(), slab);
            }
        }
    }

    private LabelSet? Slab(ReadOnlySpan<byte> name)
    {
        var lookup = _slabs.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!lookup.TryGetValue(name, out var label))
        {
            var text = Encoding.UTF8.GetString(name);
            var shown = (_settings.Pattern(Include)?.IsMatch(text) ?? true) && !(_settings.Pattern(Exclude)?.IsMatch(text) ?? false);
            _slabs.Add(name.ToArray(), label = shown ? LabelSet.Of("slab", text) : null);
        }

        return label;
    }
}
