using System.Globalization;
using System.Text;
using Exporters.Host.Network.Devices;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Addresses;

/// <summary>An address of an interface with its labels, made once and kept as long as the address is there.</summary>
internal sealed class InterfaceAddress
{
    private readonly byte[] _device;

    public InterfaceAddress(AddressRecord record)
    {
        Record = record;
        _device = Encoding.UTF8.GetBytes(record.Device);
        var device = record.Device.Length == 0 ? null : record.Device;
        var address = record.Address.ToString();
        NetdevLabels = new LabelSet(
            ["device", "address", "netmask", "scope"],
            [device, address, record.PrefixLength.ToString(CultureInfo.InvariantCulture), AddressScope.Go(record.Address)]);
        HostLabels = new LabelSet(
            ["device", "address", "family", "scope"], [device, address, AddressScope.Family(record.Address), "private"]);
    }

    /// <summary>What the kernel said.</summary>
    public AddressRecord Record { get; }

    /// <summary>Labels of <c>node_network_address_info</c>.</summary>
    public LabelSet NetdevLabels { get; }

    /// <summary>Labels of <c>exporters_host_address_info</c>.</summary>
    public LabelSet HostLabels { get; }

    /// <summary>Whether its interface is one that is shown.</summary>
    public bool IsOn(DeviceLabels devices) => devices.Get(_device) is not null;
}
