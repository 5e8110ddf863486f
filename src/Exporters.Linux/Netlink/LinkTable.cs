namespace Exporters.Linux.Netlink;

/// <summary>
/// Every network interface of this process' network namespace, from a dump of links. Keep it: after the first dump it is filled
/// again without allocating.
/// </summary>
public sealed class LinkTable : INetlinkVisitor
{
    private const ushort GetLink = 18;
    private const ushort NewLink = 16;

    private readonly List<LinkRecord> _records = [];

    /// <summary>How many interfaces there are.</summary>
    public int Count { get; private set; }

    /// <summary>An interface; the order is the kernel's.</summary>
    public LinkRecord this[int position] => _records[position];

    /// <summary>Asks the kernel for all interfaces as they are now.</summary>
    /// <returns><see cref="Errno.None"/>, or why no netlink socket can be had.</returns>
    /// <exception cref="ProcFileException">The kernel refused.</exception>
    /// <exception cref="ProcFormatException">The answer is not netlink's.</exception>
    public Errno TryRead()
    {
        // struct ifinfomsg, all zero; then IFLA_EXT_MASK (29) with RTEXT_FILTER_SKIP_STATS: without the statistics of inet6, which
        // nobody reads and which take more room than all the rest.
        ReadOnlySpan<byte> request = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 29, 0, 8, 0, 0, 0];
        return NetlinkDump.Run("rtnetlink links", NetlinkProtocol.Route, GetLink, request, this);
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Restart() => Count = 0;

    /// <inheritdoc/>
    void INetlinkVisitor.Message(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NewLink)
        {
            return;
        }

        if (Count == _records.Count)
        {
            _records.Add(new LinkRecord());
        }

        if (_records[Count].Read(body))
        {
            Count++;
        }
    }
}
