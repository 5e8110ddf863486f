using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>
/// What the firmware says of machine, board and chassis, from <c>/sys/class/dmi/id</c> (kernel
/// Documentation/ABI/testing/sysfs-firmware-dmi-tables). Serial numbers and the UUID can be read by root only; a label is there
/// when its file could be read. It stays the same until the machine is booted anew, so it is read once.
/// </summary>
internal sealed class DmiCollector(HostPaths paths) : ICollector
{
    private static readonly string[] Labels =
    [
        "bios_date", "bios_release", "bios_vendor", "bios_version", "board_asset_tag", "board_name", "board_serial", "board_vendor",
        "board_version", "chassis_asset_tag", "chassis_serial", "chassis_vendor", "chassis_version", "product_family",
        "product_name", "product_serial", "product_sku", "product_uuid", "product_version", "system_vendor",
    ];
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info("node_dmi_info", "Machine, board, chassis and firmware, as the firmware names them.", Labels);

    private readonly string _directory = paths.Sys("class/dmi/id");
    private LabelSet? _labels;

    public string Name => "dmi";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        _labels ??= Read();
        writer.Write(Info, 1, _labels);
    }

    private LabelSet Read()
    {
        var values = Array.ConvertAll(Labels, label => SysFile.Text($"{_directory}/{(label == "system_vendor" ? "sys_vendor" : label)}"));
        return Array.TrueForAll(values, value => value is null)
            ? throw HostFile.Unavailable(_directory, Errno.NoEntry, "this machine has no DMI")
            : new LabelSet(Labels, values);
    }
}
