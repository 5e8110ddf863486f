using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>The families of PCI devices and the files that they are from.</summary>
internal static class PciDeviceFamilies
{
    private static readonly FamilyList Made = new();

    /// <summary>The place of a device in the machine.</summary>
    public static readonly string[] Location = ["segment", "bus", "device", "function"];

    private static readonly string[] InfoLabels =
    [
        .. Location, "parent_segment", "parent_bus", "parent_device", "parent_function", "class_id", "vendor_id", "device_id", "subsystem_vendor_id",
        "subsystem_device_id", "revision", "vendor_name", "device_name", "subsystem_vendor_name", "subsystem_device_name", "class_name",
    ];

    /// <summary>What a device is.</summary>
    public static readonly Family Info = Made.Info("node_pcidevice_info", "What the device is, and the bridge that it is behind.", InfoLabels);

    /// <summary><c>D0</c> and so on.</summary>
    public static readonly Family PowerState = Made.StateSet("node_pcidevice_power_state", "1 for the power state that the device is in, 0 for the others.", [.. Location, "state"]);

    /// <summary><c>8.0 GT/s PCIe</c>.</summary>
    public static readonly FamilyTable Speeds = new(
        """
        max_link_speed gauge node_pcidevice_max_link_transfers_per_second Highest rate of the link, in transfers per second.
        current_link_speed gauge node_pcidevice_current_link_transfers_per_second Rate of the link, in transfers per second.
        """u8,
        Location);

    /// <summary>One-value files.</summary>
    public static readonly FamilyTable Numbers = new(
        """
        max_link_width gauge node_pcidevice_max_link_width Lanes that the link can have.
        current_link_width gauge node_pcidevice_current_link_width Lanes of the link.
        d3cold_allowed gauge node_pcidevice_d3cold_allowed 1 if the device may be switched off (D3cold).
        sriov_drivers_autoprobe gauge node_pcidevice_sriov_drivers_autoprobe 1 if drivers are bound to new virtual functions.
        sriov_numvfs gauge node_pcidevice_sriov_numvfs Virtual functions that are on.
        sriov_totalvfs gauge node_pcidevice_sriov_totalvfs Virtual functions that the device can have.
        sriov_vf_total_msix gauge node_pcidevice_sriov_vf_total_msix Interrupt vectors for all virtual functions.
        """u8,
        Location);

    /// <summary>Not shown for a device of no node.</summary>
    public static readonly Family NumaNode = Gauge("node_pcidevice_numa_node", "NUMA node of the device.");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Family> All => [.. Made, .. Speeds.Families, .. Numbers.Families];

    private static Family Gauge(string name, string help) => Made.Gauge(name, help, Location);
}
