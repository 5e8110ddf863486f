namespace Exporters.Host.Network.Protocols;

/// <summary>A real server behind a virtual one.</summary>
internal sealed class IpvsBackend(string protocol, string localAddress, string localPort, string mark, string remoteAddress, string remotePort, ulong weight, ulong active, ulong inactive)
{
    /// <summary><c>TCP</c>, <c>UDP</c>, or <c>FWM</c> for a mark of the firewall.</summary>
    public string Protocol => protocol;

    /// <summary>Address of the virtual server; empty for a mark.</summary>
    public string LocalAddress => localAddress;

    /// <summary>Port of the virtual server; 0 for a mark.</summary>
    public string LocalPort => localPort;

    /// <summary>The mark, hexadecimal; empty for an address.</summary>
    public string Mark => mark;

    /// <summary>Address of the real server.</summary>
    public string RemoteAddress => remoteAddress;

    /// <summary>Port of the real server.</summary>
    public string RemotePort => remotePort;

    /// <summary>How much of the load it gets.</summary>
    public ulong Weight => weight;

    /// <summary>Open connections.</summary>
    public ulong Active => active;

    /// <summary>Connections being closed.</summary>
    public ulong Inactive => inactive;
}
