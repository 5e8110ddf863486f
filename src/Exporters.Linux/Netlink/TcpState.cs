namespace Exporters.Linux.Netlink;

/// <summary>States of a TCP connection as the kernel numbers them (<c>net/tcp_states.h</c>).</summary>
public enum TcpState
{
    /// <summary>A number that is none of the others.</summary>
    Unknown,

    /// <summary>Open.</summary>
    Established,

    /// <summary>We asked.</summary>
    SynSent,

    /// <summary>We were asked.</summary>
    SynReceived,

    /// <summary>We closed.</summary>
    FinWait1,

    /// <summary>We closed, and they know.</summary>
    FinWait2,

    /// <summary>Closed; late packets are awaited.</summary>
    TimeWait,

    /// <summary>Not in use.</summary>
    Close,

    /// <summary>They closed.</summary>
    CloseWait,

    /// <summary>Both closed; we wait for their word.</summary>
    LastAck,

    /// <summary>Waiting for connections.</summary>
    Listen,

    /// <summary>Both closed at once.</summary>
    Closing,
}
