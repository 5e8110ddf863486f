namespace Exporters.Host.Network.Devices;

/// <summary>The numbers of an interface, in the order of <see cref="NetclassFamilies.Numbers"/>.</summary>
internal enum NetclassNumber
{
    AddressAssignType,
    Carrier,
    CarrierChanges,
    CarrierUpCount,
    CarrierDownCount,
    DeviceId,
    Dormant,
    Flags,
    Index,
    Link,
    LinkMode,
    Mtu,
    NameAssignType,
    Group,
    Speed,
    TransmitQueueLength,
    Type,
}
