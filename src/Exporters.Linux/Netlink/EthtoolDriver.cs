namespace Exporters.Linux.Netlink;

/// <summary>What the driver of an interface tells of itself.</summary>
public sealed class EthtoolDriver(string name, string version, string firmware, string bus, string expansionRom, int statistics)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Its version.</summary>
    public string Version => version;

    /// <summary>The version of the firmware.</summary>
    public string Firmware => firmware;

    /// <summary>Where the hardware is, <c>0000:01:00.0</c> say.</summary>
    public string Bus => bus;

    /// <summary>The version of the expansion ROM.</summary>
    public string ExpansionRom => expansionRom;

    /// <summary>How many statistics it keeps.</summary>
    public int Statistics => statistics;
}
