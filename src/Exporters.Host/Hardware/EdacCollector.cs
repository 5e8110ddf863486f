using System.Globalization;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>
/// Memory errors, corrected and not, from <c>/sys/devices/system/edac/mc</c> (kernel Documentation/admin-guide/RAS). Machines
/// without such memory controllers have no directory there: then there is nothing to write.
/// </summary>
internal sealed class EdacCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Correctable = All.Counter(
        "node_edac_correctable_errors_total", "Memory errors that were corrected.", "controller");

    private static readonly Family Uncorrectable = All.Counter(
        "node_edac_uncorrectable_errors_total", "Memory errors that could not be corrected.", "controller");

    private static readonly Family RowCorrectable = All.Counter(
        "node_edac_csrow_correctable_errors_total", "Memory errors that were corrected, by row; \"unknown\" where the row is not known.", "controller", "csrow");

    private static readonly Family RowUncorrectable = All.Counter(
        "node_edac_csrow_uncorrectable_errors_total", "Memory errors that could not be corrected, by row; \"unknown\" where the row is not known.", "controller", "csrow");

    private static readonly Family ChannelCorrectable = All.Counter(
        "node_edac_channel_correctable_errors_total", "Memory errors that were corrected, by channel.", "controller", "csrow", "channel", "dimm_label");

    private static readonly Family ChannelUncorrectable = All.Counter(
        "node_edac_channel_uncorrectable_errors_total", "Memory errors that could not be corrected, by channel.", "controller", "csrow", "channel", "dimm_label");

    private readonly DirectoryListing _controllers = new(paths.Sys("devices/system/edac/mc"));
    private readonly List<(string Path, Family Family, LabelSet Labels)> _counts = [];

    public string Name => "edac";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        // Rows and channels of a controller are what its slots hold: they do not change while it is there.
        if (_controllers.Refresh())
        {
            Find();
        }

        foreach (var (path, family, labels) in _counts)
        {
            writer.WriteIfKnown(family, SysFile.UInt64(path, writer.Unreadable), labels);
        }
    }

    /// <summary>The number after the prefix; null when the name is another.</summary>
    private static string? Number(string name, string prefix, string suffix = "") =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(suffix, StringComparison.Ordinal)
        && name.Length > prefix.Length + suffix.Length
        && uint.TryParse(name.AsSpan(prefix.Length, name.Length - prefix.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? name[prefix.Length..^suffix.Length]
            : null;

    private void Find()
    {
        _counts.Clear();
        foreach (var name in _controllers.Names)
        {
            if (Number(name, "mc") is { } controller)
            {
                FindController($"{_controllers.Path}/{name}", controller);
            }
        }
    }

    private void FindController(string path, string controller)
    {
        var labels = LabelSet.Of("controller", controller);
        var unknownRow = new LabelSet(["controller", "csrow"], [controller, "unknown"]);
        _counts.Add(($"{path}/ce_count", Correctable, labels));
        _counts.Add(($"{path}/ue_count", Uncorrectable, labels));
        _counts.Add(($"{path}/ce_noinfo_count", RowCorrectable, unknownRow));
        _counts.Add(($"{path}/ue_noinfo_count", RowUncorrectable, unknownRow));
        foreach (var name in SysFile.Names(path))
        {
            if (Number(name, "csrow") is { } row)
            {
                FindRow($"{path}/{name}", controller, row);
            }
        }
    }

    private void FindRow(string path, string controller, string row)
    {
        var labels = new LabelSet(["controller", "csrow"], [controller, row]);
        _counts.Add(($"{path}/ce_count", RowCorrectable, labels));
        _counts.Add(($"{path}/ue_count", RowUncorrectable, labels));
        foreach (var name in SysFile.Names(path))
        {
            if (Number(name, "ch", "_ce_count") is { } channel)
            {
                var channelLabels = new LabelSet(
                    ["controller", "csrow", "channel", "dimm_label"], [controller, row, channel, DimmLabel($"{path}/ch{channel}_dimm_label")]);
                _counts.Add(($"{path}/{name}", ChannelCorrectable, channelLabels));
                _counts.Add(($"{path}/ch{channel}_ue_count", ChannelUncorrectable, channelLabels));
            }
        }
    }

    /// <summary><c>mc#0csrow#1channel#0</c> becomes <c>mc0_csrow1_channel0</c>; what the operator wrote stays as it is.</summary>
    private static string DimmLabel(string path) => (SysFile.Text(path) ?? "unknown")
        .Replace("#", "", StringComparison.Ordinal)
        .Replace("csrow", "_csrow", StringComparison.Ordinal)
        .Replace("channel", "_channel", StringComparison.Ordinal);
}
