using System.Buffers.Text;
using Exporters.Linux;

namespace Exporters.Host.Network.Protocols;

/// <summary>
/// A line of <c>/proc/net/tcp</c>, <c>udp</c> and their IPv6 kin, proc_net_tcp(5): number, local and remote address, state, queues…
/// <code>   0: 0100007F:0CEA 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0</code>
/// </summary>
/// <param name="State">The state's number.</param>
/// <param name="SendQueue">Bytes in the send queue.</param>
/// <param name="ReceiveQueue">Bytes in the receive queue.</param>
internal readonly record struct SocketLine(int State, long SendQueue, long ReceiveQueue)
{
    /// <summary>
    /// Goes to the next socket; passes over the heading. False at the end. A line whose state or queues are missing or no hexadecimal
    /// numbers is left out and reported.
    /// </summary>
    public static bool Next(ref Utf8Cursor file, out SocketLine socket)
    {
        while (file.NextLine(out var line))
        {
            if (file.LineNumber == 1 || line.AtEnd)
            {
                continue;
            }

            line.SkipFields(3);
            if (line.Hex() is not { } state)
            {
                continue;
            }

            var queues = line.Field();
            var colon = queues.IndexOf((byte)':');
            if (colon < 0
                || !Utf8Parser.TryParse(queues[..colon], out uint send, out var used, 'x') || used != colon
                || !Utf8Parser.TryParse(queues[(colon + 1)..], out uint receive, out used, 'x') || used != queues.Length - colon - 1)
            {
                line.Report(queues, "queue lengths such as 00000000:00000000");
                continue;
            }

            socket = new SocketLine((int)state, send, receive);
            return true;
        }

        socket = default;
        return false;
    }
}
