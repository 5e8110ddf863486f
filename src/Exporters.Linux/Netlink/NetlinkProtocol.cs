namespace Exporters.Linux.Netlink;

/// <summary>Which part of the kernel answers, netlink(7).</summary>
public enum NetlinkProtocol
{
    /// <summary>NETLINK_ROUTE: links, addresses, neighbours; rtnetlink(7).</summary>
    Route = 0,

    /// <summary>NETLINK_SOCK_DIAG: sockets; sock_diag(7).</summary>
    SocketDiagnosis = 4,

    /// <summary>NETLINK_GENERIC: families that are found by their names, wireless among them; genl(8).</summary>
    Generic = 16,
}
