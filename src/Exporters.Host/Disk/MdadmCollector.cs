using System.Buffers.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Disk;

/// <summary>Software RAID, from <c>/proc/mdstat</c> and <c>/sys/block/md*/md</c>; kernel <c>Documentation/admin-guide/md.rst</c>.</summary>
internal sealed class MdadmCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family State = All.StateSet("node_md_state", "1 for the state that the array is in.", "device", "state");
    private static readonly Family Disks = All.Gauge("node_md_disks", "Disks of the array that are active, failed and spare.", "device", "state");
    private static readonly Family DisksRequired = All.Gauge("node_md_disks_required", "Disks of the complete array.", "device");
    private static readonly Family Blocks = All.Gauge("node_md_blocks", "Size of the array, in blocks of 1 KiB.", "device");
    private static readonly Family BlocksSynced = All.Gauge(
        "node_md_blocks_synced", "Blocks of 1 KiB that the sync going on has done; all of them if none is.", "device");

    private static readonly Family RaidDisks = All.Gauge("node_md_raid_disks", "Disks of the complete array, as sysfs tells it.", "device");
    private static readonly Family Degraded = All.Gauge("node_md_degraded", "Disks that the array lacks.", "device");

    private readonly string _path = paths.Proc("mdstat");
    private readonly DirectoryListing _blockDevices = new(paths.Sys("block"));
    private readonly LabelCache _labels = new("device");
    private readonly List<(string Directory, LabelSet Labels)> _arrays = [];

    public string Name => "mdadm";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        using (var file = HostFile.Read(_path, "the kernel has no software RAID, or modprobe md_mod"))
        {
            for (var reader = new MdstatReader(file.Bytes, _path, writer.Unreadable); reader.Next();)
            {
                Write(writer, reader.Array, _labels.Get(reader.Name));
            }
        }

        if (_blockDevices.Refresh())
        {
            _arrays.Clear();
            foreach (var name in _blockDevices.Names)
            {
                if (name.StartsWith("md", StringComparison.Ordinal))
                {
                    _arrays.Add(($"{_blockDevices.Path}/{name}/md", LabelSet.Of("device", name)));
                }
            }
        }

        foreach (var (directory, labels) in _arrays)
        {
            WriteRedundancy(writer, directory, labels);
        }
    }

    private static void Write(FamilyWriter writer, in MdArray array, LabelSet labels)
    {
        writer.Write(State, array.State == MdState.Active ? 1 : 0, labels, null, "active");
        writer.Write(State, array.State == MdState.Inactive ? 1 : 0, labels, null, "inactive");
        writer.Write(State, array.State == MdState.Recovering ? 1 : 0, labels, null, "recovering");
        writer.Write(State, array.State == MdState.Resync ? 1 : 0, labels, null, "resync");
        writer.Write(State, array.State == MdState.Check ? 1 : 0, labels, null, "check");
        writer.WriteIfKnown(Disks, array.Active, labels, null, "active");
        writer.Write(Disks, array.Failed, labels, null, "failed");
        writer.Write(Disks, array.Spare, labels, null, "spare");
        writer.WriteIfKnown(DisksRequired, array.Required, labels);
        writer.WriteIfKnown(Blocks, array.Blocks, labels);
        writer.WriteIfKnown(BlocksSynced, array.BlocksSynced, labels);
    }

    /// <summary>Containers of external metadata have no disks of their own; while an array is reshaped both numbers stand there, the new one first.</summary>
    private static void WriteRedundancy(FamilyWriter writer, string directory, LabelSet labels)
    {
        Span<byte> buffer = stackalloc byte[64];
        var level = SysFile.Read($"{directory}/level", buffer, out var errno);
        if (errno != Errno.None)
        {
            return; // a disk whose name begins with md and is no array, or an array that was just stopped
        }

        var hasDisks = !level.IsEmpty && !level.SequenceEqual("container"u8) && !level.SequenceEqual("imsm"u8) && !level.SequenceEqual("ddf"u8);
        var hasRedundancy = level.SequenceEqual("raid1"u8) || level.SequenceEqual("raid4"u8) || level.SequenceEqual("raid5"u8)
            || level.SequenceEqual("raid6"u8) || level.SequenceEqual("raid10"u8);
        if (hasDisks)
        {
            var disks = SysFile.Read($"{directory}/raid_disks", buffer, out _);
            if (Utf8Parser.TryParse(disks, out ulong count, out var used) && (used == disks.Length || disks[used] == ' '))
            {
                writer.Write(RaidDisks, count, labels);
            }
        }

        writer.WriteIfKnown(Degraded, hasRedundancy ? SysFile.UInt64($"{directory}/degraded", writer.Unreadable) : 0, labels);
    }
}
