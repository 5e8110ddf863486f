namespace Exporters.Linux.Netlink;

/// <summary>What a port can do, as bits <c>SUPPORTED_*</c> and <c>ADVERTISED_*</c> of include/uapi/linux/ethtool.h.</summary>
public sealed class EthtoolLink(uint supported, uint advertised, bool autonegotiates)
{
    /// <summary>What it can do.</summary>
    public uint Supported => supported;

    /// <summary>What it offers to the other side.</summary>
    public uint Advertised => advertised;

    /// <summary>Whether both sides agree on it by themselves.</summary>
    public bool Autonegotiates => autonegotiates;
}
