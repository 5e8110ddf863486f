using System.Net;
using System.Runtime.InteropServices;

namespace Exporters.Linux.Netlink;

/// <summary>
/// The IP addresses of every interface of this process' network namespace, from a dump of addresses, rtnetlink(7). Records are
/// kept as long as the kernel's messages stay the same, so that a dump without news allocates nothing.
/// </summary>
public sealed class AddressTable : INetlinkVisitor
{
    private const ushort GetAddress = 22;
    private const ushort NewAddress = 20;
    private const int MessageSize = 8;
    private const byte IPv4 = 2;
    private const byte IPv6 = 10;
    private const ushort Peer = 1;
    private const ushort Local = 2;

    private readonly List<Entry> _entries = [];
    private int _count;

    /// <summary>How many addresses there are.</summary>
    public int Count => _count;

    /// <summary>An address; the order is the kernel's. Null when its interface vanished meanwhile.</summary>
    public AddressRecord? this[int position] => _entries[position].Record;

    /// <summary>Asks the kernel for all addresses as they are now.</summary>
    /// <returns><see cref="Errno.None"/>, or why no netlink socket can be had.</returns>
    /// <exception cref="ProcFileException">The kernel refused.</exception>
    /// <exception cref="ProcFormatException">The answer is not netlink's.</exception>
    public Errno TryRead()
    {
        // struct ifaddrmsg, all zero.
        ReadOnlySpan<byte> request = [0, 0, 0, 0, 0, 0, 0, 0];
        var errno = NetlinkDump.Run("rtnetlink addresses", NetlinkProtocol.Route, GetAddress, request, this);
        if (errno == Errno.None)
        {
            NameDevices();
        }

        return errno;
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Restart() => _count = 0;

    /// <inheritdoc/>
    void INetlinkVisitor.Message(ushort type, ReadOnlySpan<byte> body)
    {
        if (type != NewAddress || body.Length < MessageSize || body[0] is not (IPv4 or IPv6))
        {
            return;
        }

        // On a point-to-point link IFA_ADDRESS is the other side, and IFA_LOCAL our own; IPv6 has the first alone as a rule.
        ReadOnlySpan<byte> address = default;
        for (var attributes = new NetlinkAttributes(body[MessageSize..]); attributes.Next();)
        {
            if (attributes.Type == Local || (attributes.Type == Peer && address.IsEmpty))
            {
                address = attributes.Value;
            }
        }

        if (address.Length != (body[0] == IPv4 ? 4 : 16))
        {
            return;
        }

        if (_count == _entries.Count)
        {
            _entries.Add(new Entry());
        }

        _entries[_count++].Set(MemoryMarshal.Read<int>(body[4..]), body[1], address);
    }

    private void NameDevices()
    {
        Span<byte> name = stackalloc byte[LinkName.MaxLength];
        var named = -1;
        var length = 0;
        for (var i = 0; i < _count; i++)
        {
            var entry = _entries[i];
            if (entry.Index != named)
            {
                named = entry.Index;
                length = LinkName.Of(named, name);
            }

            entry.Name(name[..length]);
        }
    }

    private sealed class Entry
    {
        private readonly byte[] _address = new byte[16];
        private readonly byte[] _name = new byte[LinkName.MaxLength];
        private int _addressLength;
        private int _nameLength;
        private int _prefix;

        public int Index { get; private set; }

        public AddressRecord? Record { get; private set; }

        public void Set(int index, int prefix, ReadOnlySpan<byte> address)
        {
            if (Index != index || _prefix != prefix || !address.SequenceEqual(_address.AsSpan(0, _addressLength)))
            {
                Record = null;
            }

            Index = index;
            _prefix = prefix;
            _addressLength = address.Length;
            address.CopyTo(_address);
        }

        public void Name(ReadOnlySpan<byte> name)
        {
            if (name.IsEmpty)
            {
                Record = null;
            }
            else if (Record is null || !name.SequenceEqual(_name.AsSpan(0, _nameLength)))
            {
                _nameLength = name.Length;
                name.CopyTo(_name);
                Record = new AddressRecord(
                    System.Text.Encoding.UTF8.GetString(name), new IPAddress(_address.AsSpan(0, _addressLength)), _prefix);
            }
        }
    }
}
