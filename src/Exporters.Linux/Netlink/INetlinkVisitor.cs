namespace Exporters.Linux.Netlink;

/// <summary>Takes the messages of a dump as they come, so that a dump of any length needs one buffer.</summary>
public interface INetlinkVisitor
{
    /// <summary>A dump begins, possibly anew because the one before was cut off: forget what came so far.</summary>
    void Restart();

    /// <summary>One message.</summary>
    /// <param name="type">Its type, RTM_NEWLINK say.</param>
    /// <param name="body">What follows the header. Valid during the call only.</param>
    void Message(ushort type, ReadOnlySpan<byte> body);
}
