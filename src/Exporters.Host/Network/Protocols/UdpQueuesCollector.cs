using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Network.Protocols;

/// <summary>Bytes that wait in the queues of all UDP sockets, from <c>/proc/net/udp</c> and <c>/proc/net/udp6</c>.</summary>
internal sealed class UdpQueuesCollector(HostPaths paths) : ICollector
{
    private static readonly FamilyList All = new();
    private static readonly Family Queues = All.Gauge(
        "node_udp_queues", "Kernel memory of datagrams in the queues of UDP sockets, in bytes.", "queue", "ip");

    private static readonly LabelSet Send4 = new(["queue", "ip"], ["tx", "v4"]);
    private static readonly LabelSet Receive4 = new(["queue", "ip"], ["rx", "v4"]);
    private static readonly LabelSet Send6 = new(["queue", "ip"], ["tx", "v6"]);
    private static readonly LabelSet Receive6 = new(["queue", "ip"], ["rx", "v6"]);

    private readonly KernelFile _udp = new(new HostNetwork(paths).Path("udp"));
    private readonly KernelFile _udp6 = new(new HostNetwork(paths).Path("udp6"));

    public string Name => "udp_queues";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        var found = Write(_udp, Send4, Receive4, writer);
        found |= Write(_udp6, Send6, Receive6, writer);
        if (!found)
        {
            throw new CollectorUnavailableException(UnavailableReason.Absent, $"neither {_udp.Path} nor {_udp6.Path} is there: this kernel has no UDP");
        }
    }

    private static bool Write(KernelFile kernelFile, LabelSet send, LabelSet receive, FamilyWriter writer)
    {
        var errno = kernelFile.TryRead(out var file);
        using (file)
        {
            if (errno == Errno.NoEntry)
            {
                return false;
            }

            if (errno != Errno.None)
            {
                throw HostFile.Unavailable(kernelFile.Path, errno);
            }

            var (sending, receiving) = (0L, 0L);
            for (var cursor = new Utf8Cursor(file.Bytes, kernelFile.Path, writer.Unreadable); SocketLine.Next(ref cursor, out var socket);)
            {
                sending += socket.SendQueue;
                receiving += socket.ReceiveQueue;
            }

            writer.Write(Queues, sending, send);
            writer.Write(Queues, receiving, receive);
            return true;
        }
    }
}
