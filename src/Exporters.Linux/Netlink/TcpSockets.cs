using System.Runtime.InteropServices;

namespace Exporters.Linux.Netlink;

/// <summary>
/// How many TCP sockets are in each state, and what waits in their queues: from dumps of sock_diag(7), or line by line from
/// <c>/proc/net/tcp</c> by whoever reads that.
/// </summary>
public sealed class TcpSockets : INetlinkVisitor
{
    private const ushort SocketDiagnosisByFamily = 20;
    private const int ReceiveQueueOffset = 56;
    private const int SendQueueOffset = 60;
    private const int RequestSize = 56;
    private const byte Tcp = 6;

    private readonly long[] _states = new long[(int)TcpState.Closing + 1];
    private readonly long[] _before = new long[(int)TcpState.Closing + 1];
    private long _receiveBefore;
    private long _sendBefore;

    /// <summary>Bytes received and not yet read; of listening sockets the number of connections to accept.</summary>
    public long ReceiveQueued { get; private set; }

    /// <summary>Bytes sent and not yet acknowledged; of listening sockets the most connections that may wait.</summary>
    public long SendQueued { get; private set; }

    /// <summary>Sockets in this state.</summary>
    public long this[TcpState state] => _states[(int)state];

    /// <summary>Forgets every socket.</summary>
    public void Clear()
    {
        _states.AsSpan().Clear();
        ReceiveQueued = SendQueued = 0;
    }

    /// <summary>Counts a socket.</summary>
    public void Add(int state, long receiveQueued, long sendQueued)
    {
        _states[state is > 0 and <= (int)TcpState.Closing ? state : 0]++;
        ReceiveQueued += receiveQueued;
        SendQueued += sendQueued;
    }

    /// <summary>Adds every socket of an address family that the kernel has now.</summary>
    /// <param name="family">2 for IPv4, 10 for IPv6.</param>
    /// <returns><see cref="Errno.None"/>, or why no netlink socket can be had.</returns>
    /// <exception cref="ProcFileException">The kernel refused.</exception>
    /// <exception cref="ProcFormatException">The answer is not netlink's.</exception>
    public Errno TryAdd(byte family)
    {
        _states.CopyTo(_before, 0);
        (_receiveBefore, _sendBefore) = (ReceiveQueued, SendQueued);

        // struct inet_diag_req_v2: family, protocol, no extensions, a bit for each state, no address.
        Span<byte> request = stackalloc byte[RequestSize];
        request.Clear();
        request[0] = family;
        request[1] = Tcp;
        const uint everyState = 0xfff;
        MemoryMarshal.Write(request[4..], everyState);
        return NetlinkDump.Run("sock_diag tcp", NetlinkProtocol.SocketDiagnosis, SocketDiagnosisByFamily, request, this);
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Restart()
    {
        _before.CopyTo(_states, 0);
        (ReceiveQueued, SendQueued) = (_receiveBefore, _sendBefore);
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Message(ushort type, ReadOnlySpan<byte> body)
    {
        // struct inet_diag_msg: family, state, timer, retransmissions, socket id of 48 bytes, expiry, the two queues, …
        if (type == SocketDiagnosisByFamily && body.Length >= SendQueueOffset + sizeof(uint))
        {
            Add(body[1], MemoryMarshal.Read<uint>(body[ReceiveQueueOffset..]), MemoryMarshal.Read<uint>(body[SendQueueOffset..]));
        }
    }
}
