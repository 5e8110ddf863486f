using System.Runtime.InteropServices;

namespace Exporters.Linux.Netlink;

/// <summary>
/// A network interface as <c>RTM_GETLINK</c> tells it, rtnetlink(7). Reused from dump to dump; null means that this kernel does
/// not say.
/// </summary>
public sealed class LinkRecord
{
    /// <summary>IFF_UP of <see cref="Flags"/>: the administrator switched it on.</summary>
    public const uint Up = 0x1;

    /// <summary>IFF_DORMANT of <see cref="Flags"/>.</summary>
    public const uint Dormant = 0x20000;

    private const int MessageSize = 16;
    private const int CounterCount = (int)LinkCounter.RxNoHandler + 1;
    private const uint Promiscuous = 0x100;
    private const uint AllMulticast = 0x200;
    private const uint Derived = 0x40 | 0x10000 | Dormant | Promiscuous | AllMulticast;

    private readonly ulong[] _counters = new ulong[CounterCount];
    private readonly byte[] _name = new byte[16];
    private readonly byte[] _address = new byte[32];
    private readonly byte[] _broadcast = new byte[32];
    private byte[] _alias = [];
    private byte[] _alternatives = [];
    private int _nameLength;
    private int _addressLength;
    private int _broadcastLength;
    private int _aliasLength;
    private int _alternativesLength;
    private int _counterCount;
    private uint? _promiscuity;
    private uint? _allMulticast;

    /// <summary>The interface's name.</summary>
    public ReadOnlySpan<byte> Name => _name.AsSpan(0, _nameLength);

    /// <summary>The interface's number.</summary>
    public int Index { get; private set; }

    /// <summary>ARPHRD_ number of its kind.</summary>
    public ushort HardwareType { get; private set; }

    /// <summary>IFF_ flags as netdevice(7) has them, those that tell the state included.</summary>
    public uint Flags { get; private set; }

    /// <summary>Flags as <c>/sys/class/net/DEVICE/flags</c> has them; null before Linux 6.0, which does not tell them all.</summary>
    public uint? DeviceFlags => _promiscuity is { } promiscuous && _allMulticast is { } all
        ? (Flags & ~Derived) | (promiscuous > 0 ? Promiscuous : 0) | (all > 0 ? AllMulticast : 0)
        : null;

    /// <summary>Hardware address, in bytes.</summary>
    public ReadOnlySpan<byte> Address => _address.AsSpan(0, _addressLength);

    /// <summary>Broadcast address, in bytes.</summary>
    public ReadOnlySpan<byte> Broadcast => _broadcast.AsSpan(0, _broadcastLength);

    /// <summary>The name that the administrator gave it for SNMP; empty for none.</summary>
    public ReadOnlySpan<byte> Alias => _alias.AsSpan(0, _aliasLength);

    /// <summary>Its other names, each ended by a zero byte.</summary>
    public ReadOnlySpan<byte> AlternativeNames => _alternatives.AsSpan(0, _alternativesLength);

    /// <summary>Largest packet in bytes.</summary>
    public uint? Mtu { get; private set; }

    /// <summary>Number of the interface below it; its own for hardware.</summary>
    public int Link { get; private set; }

    /// <summary>Packets that may wait to be sent.</summary>
    public uint? TransmitQueueLength { get; private set; }

    /// <summary>RFC 2863 state, IF_OPER_: 6 is up.</summary>
    public byte? OperationalState { get; private set; }

    /// <summary>0 default, 1 dormant.</summary>
    public byte? LinkMode { get; private set; }

    /// <summary>Group number.</summary>
    public uint? Group { get; private set; }

    /// <summary>Whether there is a carrier.</summary>
    public bool? Carrier { get; private set; }

    /// <summary>How often the carrier came or went.</summary>
    public uint? CarrierChanges { get; private set; }

    /// <summary>How often it came.</summary>
    public uint? CarrierUpCount { get; private set; }

    /// <summary>How often it went.</summary>
    public uint? CarrierDownCount { get; private set; }

    /// <summary>Whether the kernel told counters at all.</summary>
    public bool HasCounters => _counterCount > 0;

    /// <summary>Whether the kernel counts <see cref="LinkCounter.RxNoHandler"/>.</summary>
    public bool CountsNoHandler => _counterCount >= CounterCount;

    /// <summary>A counter; 0 when the kernel does not tell it.</summary>
    public ulong this[LinkCounter counter] => _counters[(int)counter];

    /// <summary>Reads the body of an <c>RTM_NEWLINK</c>: <c>struct ifinfomsg</c>, then attributes IFLA_. False when it names no interface.</summary>
    internal bool Read(ReadOnlySpan<byte> body)
    {
        if (body.Length < MessageSize)
        {
            return false;
        }

        Forget();
        HardwareType = MemoryMarshal.Read<ushort>(body[2..]);
        Index = MemoryMarshal.Read<int>(body[4..]);
        Link = Index;
        Flags = MemoryMarshal.Read<uint>(body[8..]);
        for (var attributes = new NetlinkAttributes(body[MessageSize..]); attributes.Next();)
        {
            Take(attributes);
        }

        return _nameLength > 0;
    }

    private void Take(NetlinkAttributes attribute)
    {
        switch (attribute.Type)
        {
            case 1:
                _addressLength = Copy(attribute.Value, _address);
                break;
            case 2:
                _broadcastLength = Copy(attribute.Value, _broadcast);
                break;
            case 3:
                _nameLength = Copy(attribute.Text, _name);
                break;
            case 4:
                Mtu = attribute.UInt32;
                break;
            case 5:
                Link = (int)(attribute.UInt32 ?? 0);
                break;
            case 7 when _counterCount == 0:
                Count(MemoryMarshal.Cast<byte, uint>(attribute.Value));
                break;
            case 13:
                TransmitQueueLength = attribute.UInt32;
                break;
            case 16:
                OperationalState = attribute.Value is [var state, ..] ? state : null;
                break;
            case 17:
                LinkMode = attribute.Value is [var mode, ..] ? mode : null;
                break;
            case 20:
                Grow(ref _alias, attribute.Value.Length);
                _aliasLength = Copy(attribute.Text, _alias);
                break;
            case 23:
                // The attribute need not lie on a multiple of 8.
                _counterCount = attribute.Value.Length / sizeof(ulong);
                Copy(attribute.Value, MemoryMarshal.AsBytes(_counters.AsSpan()));
                break;
            case 27:
                Group = attribute.UInt32;
                break;
            case 30:
                _promiscuity = attribute.UInt32;
                break;
            case 33:
                Carrier = attribute.Value is [var carrier, ..] ? carrier != 0 : null;
                break;
            case 35:
                CarrierChanges = attribute.UInt32;
                break;
            case 47:
                CarrierUpCount = attribute.UInt32;
                break;
            case 48:
                CarrierDownCount = attribute.UInt32;
                break;
            case 52:
                TakeAlternatives(attribute.Value);
                break;
            case 61:
                _allMulticast = attribute.UInt32;
                break;
        }
    }

    /// <summary>IFLA_PROP_LIST: nested IFLA_ALT_IFNAME.</summary>
    private void TakeAlternatives(ReadOnlySpan<byte> properties)
    {
        const ushort AlternativeName = 53;
        Grow(ref _alternatives, properties.Length);
        for (var attributes = new NetlinkAttributes(properties); attributes.Next();)
        {
            if (attributes.Type == AlternativeName && !attributes.Text.IsEmpty)
            {
                attributes.Text.CopyTo(_alternatives.AsSpan(_alternativesLength));
                _alternativesLength += attributes.Text.Length;
                _alternatives[_alternativesLength++] = 0;
            }
        }
    }

    /// <summary>Counters of 32 bits, from kernels that have no others.</summary>
    private void Count(ReadOnlySpan<uint> counters)
    {
        _counterCount = Math.Min(counters.Length, CounterCount);
        for (var i = 0; i < _counterCount; i++)
        {
            _counters[i] = counters[i];
        }
    }

    private void Forget()
    {
        _nameLength = _addressLength = _broadcastLength = _aliasLength = _alternativesLength = _counterCount = 0;
        Mtu = TransmitQueueLength = Group = CarrierChanges = CarrierUpCount = CarrierDownCount = _promiscuity = _allMulticast = null;
        OperationalState = LinkMode = null;
        Carrier = null;
        _counters.AsSpan().Clear();
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var length = Math.Min(from.Length, to.Length);
        from[..length].CopyTo(to);
        return length;
    }

    private static void Grow(ref byte[] buffer, int length)
    {
        if (buffer.Length < length + 1)
        {
            buffer = new byte[length + 1];
        }
    }
}
