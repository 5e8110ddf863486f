using System.Runtime.InteropServices;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux.Netlink;

/// <summary>
/// Asks the drivers of network interfaces by ioctl(2), SIOCETHTOOL of netdevice(7); include/uapi/linux/ethtool.h. A driver may ask the
/// hardware, so an answer may take milliseconds. Null is what a driver does not tell.
/// </summary>
public sealed class Ethtool : IDisposable
{
    private const nuint Request = 0x8946; // SIOCETHTOOL
    private const int InternetFamily = 2;
    private const int DatagramSocket = 2;
    private const uint GetLink = 0x1; // ETHTOOL_GSET
    private const uint GetDriver = 0x3; // ETHTOOL_GDRVINFO
    private const uint GetStrings = 0x1b; // ETHTOOL_GSTRINGS
    private const uint GetStatistics = 0x1d; // ETHTOOL_GSTATS
    private const uint StatisticsSet = 1; // ETH_SS_STATS
    private const int LinkSize = 44;
    private const int DriverSize = 196;
    private const int TextSize = 32;
    private const int MaxStatistics = 16_384;
    private const int NameSize = 16;

    private readonly int _socket;

    /// <summary>Opens a socket to ask over.</summary>
    /// <exception cref="ProcFileException">None can be had.</exception>
    public Ethtool()
    {
        _socket = Libc.Socket(InternetFamily, DatagramSocket | Libc.SocketCloseOnExec, 0);
        if (_socket < 0)
        {
            throw new ProcFileException("ethtool socket", (Errno)Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>What the port of an interface can do.</summary>
    public EthtoolLink? Link(string device)
    {
        Span<byte> answer = stackalloc byte[LinkSize];
        answer.Clear();
        MemoryMarshal.Write(answer, GetLink);
        return Ask(device, answer) ? new EthtoolLink(MemoryMarshal.Read<uint>(answer[4..]), MemoryMarshal.Read<uint>(answer[8..]), answer[18] != 0) : null;
    }

    /// <summary>The driver of an interface.</summary>
    public EthtoolDriver? Driver(string device)
    {
        Span<byte> answer = stackalloc byte[DriverSize];
        answer.Clear();
        MemoryMarshal.Write(answer, GetDriver);
        if (!Ask(device, answer))
        {
            return null;
        }

        var statistics = MemoryMarshal.Read<uint>(answer[180..]);
        return new EthtoolDriver(
            Text(answer[4..36]), Text(answer[36..68]), Text(answer[68..100]), Text(answer[100..132]), Text(answer[132..164]), (int)Math.Min(statistics, MaxStatistics));
    }

    /// <summary>The names of an interface's statistics, 32 bytes each; null when there are none.</summary>
    public byte[]? StatisticNames(string device, int count)
    {
        var answer = new byte[12 + (count * TextSize)];
        MemoryMarshal.Write(answer, GetStrings);
        MemoryMarshal.Write(answer.AsSpan(4), StatisticsSet);
        MemoryMarshal.Write(answer.AsSpan(8), (uint)count);
        return count > 0 && Ask(device, answer) ? answer[12..] : null;
    }

    /// <summary>The name at a position.</summary>
    public static string NameAt(ReadOnlySpan<byte> names, int position) => Text(names.Slice(position * TextSize, TextSize));

    /// <summary>The values of an interface's statistics in the order of their names; null when there are none.</summary>
    public ulong[]? Statistics(string device, int count)
    {
        var answer = new byte[8 + (count * sizeof(ulong))];
        MemoryMarshal.Write(answer, GetStatistics);
        MemoryMarshal.Write(answer.AsSpan(4), (uint)count);
        return count > 0 && Ask(device, answer) ? MemoryMarshal.Cast<byte, ulong>(answer.AsSpan(8)).ToArray() : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.Close(_socket);

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..(text.IndexOf((byte)0) is >= 0 and var end ? end : text.Length)]);

    /// <summary><c>struct ifreq</c>: the interface's name and where the question is, which the answer replaces.</summary>
    private unsafe bool Ask(string device, Span<byte> question)
    {
        Span<byte> request = stackalloc byte[NameSize + 24];
        request.Clear();
        if (!Encoding.UTF8.TryGetBytes(device, request[..(NameSize - 1)], out _))
        {
            return false;
        }

        fixed (byte* argument = request, data = question)
        {
            *(byte**)(argument + NameSize) = data;
            return Libc.Ioctl(_socket, Request, argument) >= 0;
        }
    }
}
