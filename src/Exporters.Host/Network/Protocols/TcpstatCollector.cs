using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// TCP sockets by state, IPv4 and IPv6 together: over sock_diag(7), or from <c>/proc/net/tcp</c> and <c>tcp6</c> where netlink is not to
/// be had or would show another network than the host's (see <see cref="HostNetwork"/>). Only states that occur are written.
/// Off by default: it costs more the more sockets there are.
/// </summary>
internal sealed class TcpstatCollector(HostPaths paths) : ICollector
{
    private const byte IPv4 = 2;
    private const byte IPv6 = 10;
    private static readonly FamilyList All = new();
    private static readonly Family States = All.Gauge(
        "node_tcp_connection_states",
        "TCP sockets in each state; rx_queued_bytes and tx_queued_bytes: bytes in their queues, to which listening sockets add their backlogs.",
        "state");

    private static readonly LabelSet[] Labels = Array.ConvertAll(
        new[] { "unknown", "established", "syn_sent", "syn_recv", "fin_wait1", "fin_wait2", "time_wait", "close", "close_wait", "last_ack", "listen", "closing" },
        state => LabelSet.Of("state", state));

    private static readonly LabelSet ReceiveQueued = LabelSet.Of("state", "rx_queued_bytes");
    private static readonly LabelSet SendQueued = LabelSet.Of("state", "tx_queued_bytes");

    private readonly HostNetwork _network = new(paths);
    private readonly string _tcp = new HostNetwork(paths).Path("tcp");
    private readonly string _tcp6 = new HostNetwork(paths).Path("tcp6");
    private readonly TcpSockets _sockets = new();

    public string Name => "tcpstat";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        if (!_network.IsOwnNamespace || !TryNetlink())
        {
            ReadFiles(writer.Unreadable);
        }

        var any = false;
        for (var i = 0; i < Labels.Length; i++)
        {
            var sockets = _sockets[(TcpState)i];
            if (sockets > 0)
            {
                any = true;
                writer.Write(States, sockets, Labels[i]);
            }
        }

        if (any)
        {
            writer.Write(States, _sockets.ReceiveQueued, ReceiveQueued);
            writer.Write(States, _sockets.SendQueued, SendQueued);
        }
    }

    private bool TryNetlink()
    {
        _sockets.Clear();
        return _sockets.TryAdd(IPv4) == Errno.None && (!File.Exists(_tcp6) || _sockets.TryAdd(IPv6) == Errno.None);
    }

    private void ReadFiles(Action<ProcFormatException> unreadable)
    {
        _sockets.Clear();
        ReadFile(_tcp, optional: false, unreadable);
        ReadFile(_tcp6, optional: true, unreadable);
    }

    private void ReadFile(string path, bool optional, Action<ProcFormatException> unreadable)
    {
        var errno = ProcFile.TryRead(path, out var file);
        using (file)
        {
            if (errno == Errno.None)
            {
                for (var cursor = new Utf8Cursor(file.Bytes, path, unreadable); SocketLine.Next(ref cursor, out var socket);)
                {
                    _sockets.Add(socket.State, socket.ReceiveQueue, socket.SendQueue);
                }
            }
            else if (errno != Errno.NoEntry || !optional)
            {
                throw HostFile.Unavailable(path, errno);
            }
        }
    }
}
