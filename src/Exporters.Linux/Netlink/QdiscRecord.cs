namespace Exporters.Linux.Netlink;

/// <summary>The root queue of an interface.</summary>
/// <param name="Device">The interface.</param>
/// <param name="Kind">The discipline, <c>fq_codel</c> say.</param>
/// <param name="Bytes">Data sent, in bytes.</param>
/// <param name="Packets">Packets sent.</param>
/// <param name="Drops">Packets dropped.</param>
/// <param name="Requeues">Packets put back into the queue.</param>
/// <param name="Overlimits">Packets beyond a limit.</param>
/// <param name="QueueLength">Packets in the queue now.</param>
/// <param name="Backlog">Data in the queue now, in bytes.</param>
public sealed record QdiscRecord(
    string Device, string Kind, ulong Bytes, ulong Packets, ulong Drops, ulong Requeues, ulong Overlimits, ulong QueueLength, ulong Backlog);
