using System.Runtime.InteropServices;
using System.Text;

namespace Exporters.Linux.Netlink;

/// <summary>The root queues of all interfaces of this network namespace, from a dump of queueing disciplines, rtnetlink(7), tc(8).</summary>
public sealed class QdiscTable : INetlinkVisitor
{
    private const ushort GetQdisc = 38;
    private const ushort NewQdisc = 36;
    private const int MessageSize = 20;
    private const uint RootParent = 0xffff_ffff;
    private const ushort Kind = 1;
    private const ushort Statistics = 7;
    private const ushort Basic = 1;
    private const ushort Queue = 3;
    private const ushort Packets64 = 8;

    private readonly List<QdiscRecord> _records = [];

    /// <summary>What the last dump told.</summary>
    public IReadOnlyList<QdiscRecord> Records => _records;

    /// <summary>Asks the kernel.</summary>
    /// <returns><see cref="Errno.None"/>, or why no netlink socket can be had.</returns>
    /// <exception cref="ProcFileException">The kernel refused.</exception>
    /// <exception cref="ProcFormatException">The answer is not netlink's.</exception>
    public Errno TryRead()
    {
        // struct tcmsg, all zero: of every interface.
        Span<byte> request = stackalloc byte[MessageSize];
        request.Clear();
        return NetlinkDump.Run("rtnetlink queueing disciplines", NetlinkProtocol.Route, GetQdisc, request, this);
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Restart() => _records.Clear();

    /// <inheritdoc/>
    void INetlinkVisitor.Message(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NewQdisc || body.Length < MessageSize || MemoryMarshal.Read<uint>(body[12..]) is not (0 or RootParent))
        {
            return;
        }

        Span<byte> name = stackalloc byte[LinkName.MaxLength];
        var device = Encoding.UTF8.GetString(name[..LinkName.Of(MemoryMarshal.Read<int>(body[4..]), name)]);
        var record = new QdiscRecord(device);
        for (var attributes = new NetlinkAttributes(body[MessageSize..]); attributes.Next();)
        {
            if (attributes.Type == Kind)
            {
                record.Kind = Encoding.UTF8.GetString(attributes.Text);
            }
            else if (attributes.Type == Statistics)
            {
                Count(record.Values, attributes.Value);
            }
        }

        if (device.Length > 0)
        {
            _records.Add(record);
        }
    }

    private static void Count(ulong[] values, ReadOnlySpan<byte> statistics)
    {
        for (var attributes = new NetlinkAttributes(statistics); attributes.Next();)
        {
            var value = attributes.Value;
            if (attributes.Type == Basic && value.Length >= 12)
            {
                values[0] = MemoryMarshal.Read<ulong>(value);
                values[1] = MemoryMarshal.Read<uint>(value[8..]);
            }
            else if (attributes.Type == Packets64 && value.Length >= 8)
            {
                values[1] = MemoryMarshal.Read<ulong>(value);
            }
            else if (attributes.Type == Queue && value.Length >= 20)
            {
                // Length, backlog, drops, requeues, overlimits.
                ReadOnlySpan<int> places = [5, 6, 2, 3, 4];
                for (var i = 0; i < places.Length; i++)
                {
                    values[places[i]] = MemoryMarshal.Read<uint>(value[(4 * i)..]);
                }
            }
        }
    }
}
