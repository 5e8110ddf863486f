using System.Runtime.InteropServices;

namespace Exporters.Linux.Netlink;

/// <summary>
/// How many IPv4 neighbours (ARP entries) each interface has, from a dump of neighbours, rtnetlink(7). Entries that need no ARP
/// (NUD_NOARP) do not count, as in <c>/proc/net/arp</c>.
/// </summary>
public sealed class NeighbourTable : INetlinkVisitor
{
    private const ushort GetNeighbour = 30;
    private const ushort NewNeighbour = 28;
    private const ushort NoArp = 0x40;
    private const byte IPv4 = 2;
    private const int MessageSize = 12;

    private readonly List<(int Index, int Entries)> _devices = [];

    /// <summary>How many interfaces have neighbours.</summary>
    public int Count => _devices.Count;

    /// <summary>An interface's number, and how many neighbours it has.</summary>
    public (int Index, int Entries) this[int position] => _devices[position];

    /// <summary>Asks the kernel for all neighbours as they are now.</summary>
    /// <returns><see cref="Errno.None"/>, or why no netlink socket can be had.</returns>
    /// <exception cref="ProcFileException">The kernel refused.</exception>
    /// <exception cref="ProcFormatException">The answer is not netlink's.</exception>
    public Errno TryRead()
    {
        // struct ndmsg: the family, the rest zero.
        ReadOnlySpan<byte> request = [IPv4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        return NetlinkDump.Run("rtnetlink neighbours", NetlinkProtocol.Route, GetNeighbour, request, this);
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Restart() => _devices.Clear();

    /// <inheritdoc/>
    void INetlinkVisitor.Message(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NewNeighbour || body.Length < MessageSize || body[0] != IPv4 || (MemoryMarshal.Read<ushort>(body[8..]) & NoArp) != 0)
        {
            return;
        }

        var index = MemoryMarshal.Read<int>(body[4..]);
        var devices = CollectionsMarshal.AsSpan(_devices);
        for (var i = devices.Length - 1; i >= 0; i--)
        {
            if (devices[i].Index == index)
            {
                devices[i].Entries++;
                return;
            }
        }

        _devices.Add((index, 1));
    }
}
