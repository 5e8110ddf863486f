using System.Net;
using System.Net.Sockets;
using Exporters.Probes.Icmp.Interop;
using Exporters.Probes.Modules;
using Exporters.Probes.Results;

namespace Exporters.Probes.Icmp;

/// <summary>
/// A socket for echo requests: the kernel's ping socket, which needs no privilege where <c>net.ipv4.ping_group_range</c> has our
/// group (icmp(7)), otherwise a raw one, which needs CAP_NET_RAW (raw(7)).
/// </summary>
internal sealed class PingSocket : IDisposable
{
    private const int IpLevel = 0;
    private const int IpReceiveTtl = 12;
    private const int Ip6Level = 41;
    private const int Ip6ReceiveHopLimit = 51;

    private readonly Socket _socket;
    private readonly bool _isIp6;
    private readonly byte[] _peek = new byte[1];

    private PingSocket(Socket socket, bool isIp6, bool isRaw)
    {
        _socket = socket;
        _isIp6 = isIp6;
        IsRaw = isRaw;
    }

    /// <summary>Whether every ICMP packet of the machine arrives here, and the identifier is ours.</summary>
    public bool IsRaw { get; }

    /// <summary>Opens one.</summary>
    /// <exception cref="ProbeException">Neither kind is allowed; the message has the commands that allow one.</exception>
    public static PingSocket Open(bool isIp6, IcmpModule module)
    {
        var family = isIp6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        var protocol = isIp6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp;
        Socket socket;
        bool isRaw;
        try
        {
            (socket, isRaw) = (new Socket(family, SocketType.Dgram, protocol), false);
        }
        catch (SocketException)
        {
            try
            {
                (socket, isRaw) = (new Socket(family, SocketType.Raw, protocol), true);
            }
            catch (SocketException e)
            {
                throw new ProbeException(
                    FailureReason.Other,
                    "this process may open neither a ping socket nor a raw one; allow the first with "
                    + "sysctl -w net.ipv4.ping_group_range=\"0 2147483647\", or the second with "
                    + "AmbientCapabilities=CAP_NET_RAW in the unit, --cap-add NET_RAW for a container, or setcap cap_net_raw+ep on the program",
                    e);
            }
        }

        var opened = new PingSocket(socket, isIp6, isRaw);
        try
        {
            opened.Configure(module);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Sends a packet.</summary>
    public async Task SendAsync(byte[] packet, IPAddress target, CancellationToken cancel) =>
        await _socket.SendToAsync(packet, SocketFlags.None, new IPEndPoint(target, 0), cancel);

    /// <summary>Waits for the next packet; its bytes from the ICMP header on, where it is from, and its TTL or hop limit if known.</summary>
    public async Task<(int Start, int End, IPAddress? From, int? HopLimit)> ReceiveAsync(byte[] buffer, CancellationToken cancel)
    {
        while (true)
        {
            // Waits without taking the packet; its control message, where the hop limit is, is for recvmsg(2) alone.
            await _socket.ReceiveAsync(_peek, SocketFlags.Peek, cancel);
            var received = ReceiveMessage.TryReceive(_socket.SafeHandle, buffer, _isIp6);
            if (received is not { } packet)
            {
                continue;
            }

            // A raw IPv4 socket gives the IP header too.
            if (IsRaw && !_isIp6)
            {
                var length = (buffer[0] & 0x0f) * 4;
                return length <= packet.Length ? (length, packet.Length, packet.From, buffer[8]) : (0, 0, packet.From, null);
            }

            return (0, packet.Length, packet.From, packet.HopLimit);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Configure(IcmpModule module)
    {
        if (module.Source is { } source)
        {
            _socket.Bind(new IPEndPoint(source, 0));
        }

        Span<byte> on = stackalloc byte[4];
        BitConverter.TryWriteBytes(on, 1);
        _socket.SetRawSocketOption(_isIp6 ? Ip6Level : IpLevel, _isIp6 ? Ip6ReceiveHopLimit : IpReceiveTtl, on);
        if (module.Ttl > 0)
        {
            _socket.Ttl = (short)module.Ttl;
        }

        if (module.DontFragment && !_isIp6)
        {
            _socket.DontFragment = true;
        }
    }
}
