using System.Runtime.InteropServices;
using System.Text;

namespace Exporters.Linux.Netlink;

/// <summary>
/// Wireless interfaces, their networks and stations, from nl80211: include/uapi/linux/nl80211.h. Each question is a dump; drivers may
/// ask the hardware for the answer, so it may take a while.
/// </summary>
public sealed class WifiReader : INetlinkVisitor
{
    private const string Source = "nl80211";
    private const byte GetInterface = 5;
    private const byte GetStation = 17;
    private const byte GetScan = 32;
    private const ushort IndexAttribute = 3;
    private const ushort NameAttribute = 4;
    private const ushort FrequencyAttribute = 38;
    private const ushort NetworkAttribute = 47;
    private const ushort NetworkAddress = 1;
    private const ushort NetworkElements = 6;
    private const ushort NetworkStatus = 9;

    private readonly List<WifiInterface> _interfaces = [];
    private readonly List<WifiStation> _stations = [];
    private ushort _family;
    private byte _asked;
    private WifiNetwork? _network;

    /// <summary>All wireless interfaces.</summary>
    /// <exception cref="ProcFileException">The kernel refused, or has no wireless.</exception>
    public IReadOnlyList<WifiInterface> Interfaces()
    {
        _family = GenericFamily.NumberOf("nl80211"u8);
        _interfaces.Clear();
        if (_family == 0)
        {
            throw new ProcFileException(Source, Errno.NoEntry);
        }

        return Ask(GetInterface, []) ? [.. _interfaces] : [];
    }

    /// <summary>The network that an interface belongs to; null for none.</summary>
    public WifiNetwork? Network(WifiInterface of)
    {
        _network = null;
        return Ask(GetScan, Index(of.Index)) ? _network : null;
    }

    /// <summary>The stations that an interface is connected to.</summary>
    public IReadOnlyList<WifiStation> Stations(WifiInterface of)
    {
        _stations.Clear();
        return Ask(GetStation, Index(of.Index)) ? [.. _stations] : [];
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Restart()
    {
        _interfaces.Clear();
        _stations.Clear();
        _network = null;
    }

    /// <inheritdoc/>
    void INetlinkVisitor.Message(ushort type, ReadOnlySpan<byte> body)
    {
        if (body.Length < GenericFamily.HeaderSize)
        {
            return;
        }

        var attributes = body[GenericFamily.HeaderSize..];
        switch (_asked)
        {
            case GetInterface:
                _interfaces.Add(ParseInterface(attributes));
                break;
            case GetScan:
                _network = ParseNetwork(attributes) ?? _network;
                break;
            default:
                if (WifiStationParser.Parse(attributes) is { } station)
                {
                    _stations.Add(station);
                }

                break;
        }
    }

    /// <summary>The attributes of a message about an interface.</summary>
    internal static WifiInterface ParseInterface(ReadOnlySpan<byte> message)
    {
        var result = new WifiInterface(0, "", 0);
        for (var attributes = new NetlinkAttributes(message); attributes.Next();)
        {
            result = attributes.Type switch
            {
                IndexAttribute => result with { Index = attributes.UInt32 ?? 0 },
                NameAttribute => result with { Name = Encoding.UTF8.GetString(attributes.Text) },
                FrequencyAttribute => result with { FrequencyMegahertz = attributes.UInt32 ?? 0 },
                _ => result,
            };
        }

        return result;
    }

    /// <summary>The attributes of a message about a network that was seen; null for one that the interface does not belong to.</summary>
    internal static WifiNetwork? ParseNetwork(ReadOnlySpan<byte> message)
    {
        for (var attributes = new NetlinkAttributes(message); attributes.Next();)
        {
            if (attributes.Type != NetworkAttribute)
            {
                continue;
            }

            var (address, name, status) = ("", "", (uint?)null);
            for (var network = new NetlinkAttributes(attributes.Value); network.Next();)
            {
                address = network.Type == NetworkAddress ? Address(network.Value) : address;
                name = network.Type == NetworkElements ? NameIn(network.Value) : name;
                status = network.Type == NetworkStatus ? network.UInt32 : status;
            }

            return status is { } known ? new WifiNetwork(address, name, known) : null;
        }

        return null;
    }

    /// <summary>Six bytes as <c>00:11:22:33:44:55</c>.</summary>
    internal static string Address(ReadOnlySpan<byte> bytes) =>
        string.Join(':', bytes.ToArray().Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Element 0 of a list of elements: number, length, contents.</summary>
    private static string NameIn(ReadOnlySpan<byte> elements)
    {
        while (elements.Length >= 2 && elements.Length >= 2 + elements[1])
        {
            if (elements[0] == 0)
            {
                return Encoding.UTF8.GetString(elements.Slice(2, elements[1]));
            }

            elements = elements[(2 + elements[1])..];
        }

        return "";
    }

    private static byte[] Index(uint index)
    {
        var attribute = new byte[8];
        MemoryMarshal.Write(attribute, (ushort)8);
        MemoryMarshal.Write(attribute.AsSpan(2), IndexAttribute);
        MemoryMarshal.Write(attribute.AsSpan(4), in index);
        return attribute;
    }

    private bool Ask(byte command, byte[] attributes)
    {
        _asked = command;
        return NetlinkDump.Run(Source, NetlinkProtocol.Generic, _family, [command, 0, 0, 0, .. attributes], this) == Errno.None;
    }
}
