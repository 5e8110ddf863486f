using System.Text;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>
/// One namespace of an NVMe controller. Its <c>size</c> is multiplied by the logical block size as node_exporter does it, so that
/// the two agree; the kernel counts <c>size</c> in 512 bytes, so the product is too large where blocks are larger.
/// </summary>
internal sealed class NvmeNamespace
{
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info(
        "node_nvme_namespace_info", "Asymmetric access state of the NVMe namespace.", "device", "nsid", "ana_state");

    private static readonly Family Capacity = All.Gauge(
        "node_nvme_namespace_capacity_bytes", "Capacity of the NVMe namespace, in bytes: its size times its logical block size.", "device", "nsid");

    private static readonly Family Size = All.Gauge(
        "node_nvme_namespace_size_bytes", "Size of the NVMe namespace, in bytes: its size times its logical block size.", "device", "nsid");

    private static readonly Family Used = All.Gauge("node_nvme_namespace_used_bytes", "Used space of the NVMe namespace, in bytes.", "device", "nsid");
    private static readonly Family BlockSize = All.Gauge(
        "node_nvme_namespace_logical_block_size_bytes", "Logical block size of the NVMe namespace, in bytes.", "device", "nsid");

    private readonly string _usedPath;
    private readonly string _sizePath;
    private readonly string _blockSizePath;
    private readonly string _accessPath;
    private readonly string _device;
    private readonly string _id;
    private readonly LabelSet _labels;
    private byte[] _access = [];
    private LabelSet? _info;

    /// <summary>The namespace in <paramref name="directory"/>.</summary>
    public NvmeNamespace(string directory, string device, string id)
    {
        _usedPath = $"{directory}/nuse";
        _sizePath = $"{directory}/size";
        _blockSizePath = $"{directory}/queue/logical_block_size";
        _accessPath = $"{directory}/ana_state";
        _device = device;
        _id = id;
        _labels = new LabelSet(["device", "nsid"], [device, id]);
    }

    /// <summary>Every family that <see cref="Write"/> may write.</summary>
    public static IReadOnlyList<Family> Families => All;

    /// <summary>Reads and writes it.</summary>
    public void Write(FamilyWriter writer)
    {
        writer.Write(Info, 1, ReadAccess());
        double? blockSize = SysFile.UInt64(_blockSizePath, writer.Unreadable);
        var size = SysFile.UInt64(_sizePath, writer.Unreadable) * blockSize;
        writer.WriteIfKnown(Capacity, size, _labels);
        writer.WriteIfKnown(Size, size, _labels);
        writer.WriteIfKnown(Used, SysFile.UInt64(_usedPath, writer.Unreadable) * blockSize, _labels);
        writer.WriteIfKnown(BlockSize, blockSize, _labels);
    }

    /// <summary>The state exists only where there are several ways to the namespace.</summary>
    private LabelSet ReadAccess()
    {
        Span<byte> buffer = stackalloc byte[64];
        var access = SysFile.Read(_accessPath, buffer, out var errno);
        access = errno == Errno.None ? access : "unknown"u8;
        if (_info is null || !access.SequenceEqual(_access))
        {
            _access = access.ToArray();
            _info = new LabelSet(["device", "nsid", "ana_state"], [_device, _id, Encoding.UTF8.GetString(access)]);
        }

        return _info;
    }
}
