using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Containers.Usage;

/// <summary>
/// Network counters of a namespace, from <c>/proc/PID/net/dev</c>, proc_pid_net(5). As the peer does, loopback and the host's ends
/// of containers' cables are passed over.
/// </summary>
internal sealed class NetworkUsage
{
    private static readonly Family ReceivedBytes = Family.Counter("container_network_receive_bytes_total", "Bytes received.", "interface");
    private static readonly Family ReceivedPackets = Family.Counter("container_network_receive_packets_total", "Packets received.", "interface");
    private static readonly Family ReceiveErrors = Family.Counter("container_network_receive_errors_total", "Errors while receiving.", "interface");
    private static readonly Family ReceiveDropped = Family.Counter("container_network_receive_packets_dropped_total", "Packets dropped while receiving.", "interface");
    private static readonly Family SentBytes = Family.Counter("container_network_transmit_bytes_total", "Bytes sent.", "interface");
    private static readonly Family SentPackets = Family.Counter("container_network_transmit_packets_total", "Packets sent.", "interface");
    private static readonly Family SendErrors = Family.Counter("container_network_transmit_errors_total", "Errors while sending.", "interface");
    private static readonly Family SendDropped = Family.Counter("container_network_transmit_packets_dropped_total", "Packets dropped while sending.", "interface");

    private readonly Utf8Names _names = new();

    public static IReadOnlyList<Family> Families { get; } =
        [ReceivedBytes, ReceivedPackets, ReceiveErrors, ReceiveDropped, SentBytes, SentPackets, SendErrors, SendDropped];

    /// <summary>
    /// Writes what the file says; nothing when the process is gone. The columns after the name: receive bytes, packets, errs, drop,
    /// fifo, frame, compressed, multicast; transmit bytes, packets, errs, drop, … A counter that is no number is left out and reported.
    /// </summary>
    public void Write(FamilyWriter writer, string path, LabelSet labels)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return;
        }

        using (file)
        {
            for (var lines = new Utf8Cursor(file.Bytes, path, writer.Unreadable); lines.NextLine(out var line);)
            {
                var name = line.Until((byte)':').Trim((byte)' ');
                if (lines.LineNumber <= 2 || IsPassedOver(name))
                {
                    continue;
                }

                var device = _names.Get(name);
                writer.WriteIfKnown(ReceivedBytes, line.UInt64(), labels, device);
                writer.WriteIfKnown(ReceivedPackets, line.UInt64(), labels, device);
                writer.WriteIfKnown(ReceiveErrors, line.UInt64(), labels, device);
                writer.WriteIfKnown(ReceiveDropped, line.UInt64(), labels, device);
                line.SkipFields(4);
                writer.WriteIfKnown(SentBytes, line.UInt64(), labels, device);
                writer.WriteIfKnown(SentPackets, line.UInt64(), labels, device);
                writer.WriteIfKnown(SendErrors, line.UInt64(), labels, device);
                writer.WriteIfKnown(SendDropped, line.UInt64(), labels, device);
            }
        }
    }

    private static bool IsPassedOver(ReadOnlySpan<byte> name) =>
        name.StartsWith("lo"u8) || name.StartsWith("veth"u8) || name.StartsWith("docker"u8) || name.StartsWith("nerdctl"u8);
}
