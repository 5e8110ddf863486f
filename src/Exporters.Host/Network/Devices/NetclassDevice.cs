using System.Buffers.Text;
using System.Text;
using Exporters.Linux;
using Exporters.Linux.Netlink;
using Exporters.Metrics;

namespace Exporters.Host.Network.Devices;

/// <summary>
/// One interface of <c>/sys/class/net</c>, see the kernel's Documentation/ABI/testing/sysfs-class-net. Made when it appears, and
/// kept with its paths and labels as long as it is there.
/// </summary>
internal sealed class NetclassDevice
{
    private const int MaxText = 512;
    private const double BytesPerMegabit = 1_000_000 / 8;

    private readonly string _directory;
    private readonly string?[] _paths = new string?[NetclassFamilies.Numbers.Length];
    private readonly double[] _numbers = new double[NetclassFamilies.Numbers.Length];
    private readonly string _address;
    private readonly string _broadcast;
    private readonly string _duplex;
    private readonly string _operstate;
    private readonly string _alias;
    private byte[] _facts = [];
    private readonly List<ProcFormatException> _originProblems = [];
    private Action<ProcFormatException>? _unreadable;
    private int _comparedIndex;
    private bool _sameNamespace;

    /// <summary>An interface's directory.</summary>
    public NetclassDevice(string directory, string name)
    {
        _directory = directory;
        Name = name;
        Utf8Name = Encoding.UTF8.GetBytes(name);
        Labels = LabelSet.Of("device", name);
        Info = Labels;
        _address = $"{directory}/address";
        _broadcast = $"{directory}/broadcast";
        _duplex = $"{directory}/duplex";
        _operstate = $"{directory}/operstate";
        _alias = $"{directory}/ifalias";
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The name as netlink has it.</summary>
    public byte[] Utf8Name { get; }

    /// <summary>The label <c>device</c>.</summary>
    public LabelSet Labels { get; }

    /// <summary>The labels of <see cref="NetclassFamilies.Info"/>.</summary>
    public LabelSet Info { get; private set; }

    /// <summary>Whether operstate is up.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Whether it is still there; else nothing about it is to be written.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>What netlink says of it in this scrape, if anything.</summary>
    public LinkRecord? LinkRecord { get; set; }

    /// <summary>
    /// Whether the driver does not know the speed: -1, which some write as the unsigned number of 32 bits, SPEED_UNKNOWN in
    /// include/uapi/linux/ethtool.h.
    /// </summary>
    public bool HasInvalidSpeed => _numbers[(int)NetclassNumber.Speed] is < 0 or (uint.MaxValue * BytesPerMegabit);

    /// <summary>A number; NaN when the interface does not tell it now.</summary>
    public double this[int number] => _numbers[number];

    /// <summary>
    /// Reads everything: from netlink what it tells in the same words as sysfs, the rest, or all of it, from sysfs. Netlink is
    /// believed if number and hardware address agree with sysfs, since sysfs may be mounted from another network namespace.
    /// </summary>
    /// <param name="unreadable">Told of numbers that are none.</param>
    public void Read(Action<ProcFormatException> unreadable)
    {
        _unreadable = unreadable;
        if (LinkRecord is { } link && IsSame(link, unreadable))
        {
            Read(link);
        }
        else
        {
            ReadFiles();
        }
    }

    private void Read(LinkRecord link)
    {
        var up = (link.Flags & LinkRecord.Up) != 0;
        IsPresent = true;
        Set(NetclassNumber.AddressAssignType, Number(NetclassNumber.AddressAssignType));
        Set(NetclassNumber.Carrier, up && link.Carrier is { } carrier ? (carrier ? 1 : 0) : null);
        Set(NetclassNumber.CarrierChanges, link.CarrierChanges ?? Number(NetclassNumber.CarrierChanges));
        Set(NetclassNumber.CarrierUpCount, link.CarrierUpCount ?? Number(NetclassNumber.CarrierUpCount));
        Set(NetclassNumber.CarrierDownCount, link.CarrierDownCount ?? Number(NetclassNumber.CarrierDownCount));
        Set(NetclassNumber.Dormant, up ? ((link.Flags & LinkRecord.Dormant) != 0 ? 1 : 0) : null);
        Set(NetclassNumber.Flags, link.DeviceFlags ?? Number(NetclassNumber.Flags));
        Set(NetclassNumber.Index, link.Index);
        Set(NetclassNumber.Link, link.Link);
        Set(NetclassNumber.LinkMode, link.LinkMode ?? Number(NetclassNumber.LinkMode));
        Set(NetclassNumber.Mtu, link.Mtu ?? Number(NetclassNumber.Mtu));
        Set(NetclassNumber.Group, link.Group ?? Number(NetclassNumber.Group));
        Set(NetclassNumber.Speed, up ? Number(NetclassNumber.Speed) * BytesPerMegabit : null);
        Set(NetclassNumber.TransmitQueueLength, link.TransmitQueueLength ?? Number(NetclassNumber.TransmitQueueLength));
        Set(NetclassNumber.Type, link.HardwareType);

        Span<byte> buffer = stackalloc byte[64];
        var duplex = up ? SysFile.Read(_duplex, buffer, out _) : default;
        var operstate = OperationalState(link.OperationalState);
        IsUp = operstate.SequenceEqual("up"u8);

        Span<byte> address = stackalloc byte[96];
        Span<byte> broadcast = stackalloc byte[96];
        Describe(HexAddress(link.Address, address), HexAddress(link.Broadcast, broadcast), duplex, operstate, up ? "up"u8 : "down"u8, link.Alias);
    }

    private void ReadFiles()
    {
        for (var i = 0; i < _numbers.Length; i++)
        {
            Set((NetclassNumber)i, Number((NetclassNumber)i));
        }

        _numbers[(int)NetclassNumber.Speed] *= BytesPerMegabit;
        var flags = _numbers[(int)NetclassNumber.Flags];
        Span<byte> texts = stackalloc byte[5 * MaxText];
        var address = SysFile.Read(_address, texts[..MaxText], out var errno);
        var broadcast = SysFile.Read(_broadcast, texts[MaxText..(2 * MaxText)], out _);
        var duplex = SysFile.Read(_duplex, texts[(2 * MaxText)..(3 * MaxText)], out _);
        var operstate = SysFile.Read(_operstate, texts[(3 * MaxText)..(4 * MaxText)], out var operstateErrno);
        var alias = SysFile.Read(_alias, texts[(4 * MaxText)..], out _);

        // An interface that was pulled out while it was read has neither; one that is there has at least one of them.
        IsPresent = errno != Errno.NoEntry || operstateErrno != Errno.NoEntry || Directory.Exists(_directory);
        IsUp = operstate.SequenceEqual("up"u8);
        Describe(address, broadcast, duplex, operstate, double.IsNaN(flags) ? "unknown"u8 : ((long)flags & LinkRecord.Up) != 0 ? "up"u8 : "down"u8, alias);
    }

    /// <summary>Whether netlink and sysfs speak of the same interface. Number and origin of the name stay the same as long as it does.</summary>
    private bool IsSame(LinkRecord link, Action<ProcFormatException> unreadable)
    {
        if (_comparedIndex != link.Index)
        {
            // Seen for the first time, or another interface took over the name.
            _comparedIndex = link.Index;
            _originProblems.Clear();
            _unreadable = _originProblems.Add;
            Span<byte> expected = stackalloc byte[96];
            Span<byte> buffer = stackalloc byte[128];
            _sameNamespace = Number(NetclassNumber.Index) == link.Index
                && SysFile.Read(_address, buffer, out _).SequenceEqual(HexAddress(link.Address, expected));
            Set(NetclassNumber.DeviceId, Number(NetclassNumber.DeviceId));
            Set(NetclassNumber.NameAssignType, Number(NetclassNumber.NameAssignType));
        }

        _unreadable = unreadable;
        _originProblems.ForEach(unreadable);
        return _sameNamespace;
    }

    /// <summary>Makes the labels of the info series anew if any of them changed.</summary>
    private void Describe(
        ReadOnlySpan<byte> address, ReadOnlySpan<byte> broadcast, ReadOnlySpan<byte> duplex, ReadOnlySpan<byte> operstate,
        ReadOnlySpan<byte> adminstate, ReadOnlySpan<byte> alias)
    {
        Span<byte> facts = stackalloc byte[6 * MaxText];
        var length = 0;
        length += Append(address, facts[length..]);
        length += Append(broadcast, facts[length..]);
        length += Append(duplex, facts[length..]);
        length += Append(operstate, facts[length..]);
        length += Append(adminstate, facts[length..]);
        length += Append(alias, facts[length..]);
        if (facts[..length].SequenceEqual(_facts))
        {
            return;
        }

        _facts = facts[..length].ToArray();
        Info = new LabelSet(
            ["device", "address", "broadcast", "duplex", "operstate", "adminstate", "ifalias"],
            [Name, Text(address), Text(broadcast), Text(duplex), Text(operstate), Text(adminstate), Text(alias)]);
    }

    private static int Append(ReadOnlySpan<byte> text, Span<byte> to)
    {
        text.CopyTo(to);
        to[text.Length] = 0;
        return text.Length + 1;
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    /// <summary>Decimal, or hexadecimal after 0x; null when the interface does not tell it.</summary>
    private double? Number(NetclassNumber number)
    {
        var path = _paths[(int)number] ??= $"{_directory}/{NetclassFamilies.Numbers[(int)number].File}";
        Span<byte> buffer = stackalloc byte[64];
        var text = SysFile.Read(path, buffer, out _);
        if (text.StartsWith("0x"u8) && Utf8Parser.TryParse(text[2..], out ulong hexadecimal, out var used, 'x') && used == text.Length - 2)
        {
            return hexadecimal;
        }

        if (Utf8Parser.TryParse(text, out long value, out var length) && length == text.Length)
        {
            return value;
        }

        SysFile.ReportUnlessEmpty(path, text, _unreadable);
        return null;
    }

    private void Set(NetclassNumber number, double? value) => _numbers[(int)number] = value ?? double.NaN;

    private static ReadOnlySpan<byte> OperationalState(byte? state) => state switch
    {
        0 => "unknown"u8,
        1 => "notpresent"u8,
        2 => "down"u8,
        3 => "lowerlayerdown"u8,
        4 => "testing"u8,
        5 => "dormant"u8,
        6 => "up"u8,
        _ => default,
    };

    /// <summary>Bytes as <c>02:fc:00:00:00:05</c>.</summary>
    private static ReadOnlySpan<byte> HexAddress(ReadOnlySpan<byte> address, Span<byte> into)
    {
        var digits = "0123456789abcdef"u8;
        var length = 0;
        foreach (var part in address)
        {
            if (length > 0)
            {
                into[length++] = (byte)':';
            }

            into[length++] = digits[part >> 4];
            into[length++] = digits[part & 15];
        }

        return into[..length];
    }
}
