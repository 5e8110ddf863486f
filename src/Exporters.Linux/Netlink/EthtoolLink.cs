namespace Exporters.Linux.Netlink;

/// <summary>What a port can do, as bits <c>SUPPORTED_*</c> and <c>ADVERTISED_*</c> of include/uapi/linux/ethtool.h.</summary>
/// <param name="Supported">What it can do.</param>
/// <param name="Advertised">What it offers to the other side.</param>
/// <param name="Autonegotiates">Whether both sides agree on it by themselves.</param>
public sealed record EthtoolLink(uint Supported, uint Advertised, bool Autonegotiates);
