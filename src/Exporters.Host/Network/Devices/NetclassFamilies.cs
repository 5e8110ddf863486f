using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>The numbers of an interface that the netclass collector exports, each with its file in <c>/sys/class/net/DEVICE</c>.</summary>
internal static class NetclassFamilies
{
    /// <summary>By <see cref="NetclassNumber"/>.</summary>
    public static readonly (string File, Family Family)[] Numbers =
    [
        ("addr_assign_type", Gauge("node_network_address_assign_type", "How the hardware address came about: 0 permanent, 1 random, 2 stolen, 3 set.")),
        ("carrier", Gauge("node_network_carrier", "1 if there is a carrier; absent while the interface is down.")),
        ("carrier_changes", Counter("node_network_carrier_changes_total", "Times the carrier came or went.")),
        ("carrier_up_count", Counter("node_network_carrier_up_changes_total", "Times the carrier came.")),
        ("carrier_down_count", Counter("node_network_carrier_down_changes_total", "Times the carrier went.")),
        ("dev_id", Gauge("node_network_device_id", "Tells apart interfaces that share a hardware address.")),
        ("dormant", Gauge("node_network_dormant", "1 if the interface waits for something outside, 802.1X say; absent while it is down.")),
        ("flags", Gauge("node_network_flags", "IFF_ flags of the interface, netdevice(7).")),
        ("ifindex", Gauge("node_network_iface_id", "Number of the interface.")),
        ("iflink", Gauge("node_network_iface_link", "Number of the interface below; its own number for hardware.")),
        ("link_mode", Gauge("node_network_iface_link_mode", "0 default, 1 dormant.")),
        ("mtu", Gauge("node_network_mtu_bytes", "Largest packet, in bytes.")),
        ("name_assign_type", Gauge("node_network_name_assign_type", "How the name came about: 1 by the kernel, 2 predictable, 3 by user space, 4 renamed.")),
        ("netdev_group", Gauge("node_network_net_dev_group", "Group that the interface belongs to.")),
        ("speed", Gauge("node_network_speed_bytes", "Speed of the link, in bytes per second; below 0 if unknown.")),
        ("tx_queue_len", Gauge("node_network_transmit_queue_length", "Packets that may wait to be sent.")),
        ("type", Gauge("node_network_protocol_type", "ARPHRD_ number of the interface's kind.")),
    ];

    /// <summary>Whether the interface works.</summary>
    public static readonly Family Up = Gauge("node_network_up", "1 if operstate is up, else 0.");

    /// <summary>What is text.</summary>
    public static readonly Family Info = Family.Info(
        "node_network_info", "Addresses and states of the interface.",
        "device", "address", "broadcast", "duplex", "operstate", "adminstate", "ifalias");

    /// <summary>Other names; with <c>--collector.netclass.netlink</c> only.</summary>
    public static readonly Family AlternativeNames = Family.Info(
        "node_network_altnames_info", "Other names of the interface. Only with --collector.netclass.netlink.", "altname", "device");

    private static Family Gauge(string name, string help) => Family.Gauge(name, help, "device");

    private static Family Counter(string name, string help) => Family.Counter(name, help, "device");
}
