namespace Exporters.Linux.Netlink;

/// <summary>How far a dump is after a datagram.</summary>
internal enum NetlinkProgress
{
    /// <summary>More is to come.</summary>
    More,

    /// <summary>All of it came.</summary>
    Done,

    /// <summary>All of it came, but what it lists changed meanwhile: something may be missing or doubled.</summary>
    Interrupted,

    /// <summary>The kernel dropped messages.</summary>
    Overrun,
}
