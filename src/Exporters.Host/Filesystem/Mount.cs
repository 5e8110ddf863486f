using System.Globalization;
using Exporters.Metrics;

namespace Exporters.Host.Filesystem;

/// <summary>One mount that is shown, with its labels encoded.</summary>
internal sealed class Mount
{
    private static readonly string[] LabelNames = ["device", "mountpoint", "fstype", "device_error"];
    private static readonly string[] InfoLabelNames = ["device", "major", "minor", "mountpoint"];

    private readonly string _device;
    private readonly string _mountPoint;
    private readonly string _type;
    private string? _error;
    private LabelSet? _errorLabels;

    public Mount(string device, string mountPoint, string type, ulong major, ulong minor, bool isReadOnly, MountProbe probe)
    {
        _device = device;
        _mountPoint = mountPoint;
        _type = type;
        IsReadOnly = isReadOnly;
        IsRemote = RemoteTypes.Has(type);
        Probe = probe;
        Labels = new LabelSet(LabelNames, [device, mountPoint, type, ""]);
        var culture = CultureInfo.InvariantCulture;
        InfoLabels = new LabelSet(InfoLabelNames, [device, major.ToString(culture), minor.ToString(culture), mountPoint]);
    }

    /// <summary>The labels of a mount that answers.</summary>
    public LabelSet Labels { get; }

    /// <summary>The labels of <c>node_filesystem_mount_info</c>.</summary>
    public LabelSet InfoLabels { get; }

    public bool IsReadOnly { get; }

    /// <summary>Whether somebody else has to answer for it.</summary>
    public bool IsRemote { get; }

    public MountProbe Probe { get; }

    /// <summary>Whether the last scrape had to report it as not answering.</summary>
    public bool IsSilent { get; set; }

    public string MountPoint => _mountPoint;

    public string Device => _device;

    public string Type => _type;

    /// <summary>The labels of a mount that fails with <paramref name="error"/>.</summary>
    public LabelSet ErrorLabels(string error)
    {
        if (_errorLabels is null || _error != error)
        {
            _error = error;
            _errorLabels = new LabelSet(LabelNames, [_device, _mountPoint, _type, error]);
        }

        return _errorLabels;
    }
}
