namespace Exporters.Linux.Netlink;

/// <summary>The root queue of an interface.</summary>
public sealed class QdiscRecord(string device)
{
    /// <summary>The interface.</summary>
    public string Device => device;

    /// <summary>The discipline, <c>fq_codel</c> say.</summary>
    public string Kind { get; internal set; } = "";

    /// <summary>Bytes and packets sent; packets dropped, put back and beyond a limit; packets and bytes in the queue now.</summary>
    public ulong[] Values { get; } = new ulong[7];
}
