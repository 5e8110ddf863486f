using System.Runtime.InteropServices;

namespace Exporters.Linux.Netlink;

/// <summary>
/// Takes a datagram of a dump apart: messages of <c>struct nlmsghdr</c> (length, type, flags, sequence, port) and a body, each
/// padded to 4 bytes; netlink(7).
/// </summary>
internal ref struct NetlinkDatagram(string source, uint sequence)
{
    internal const int HeaderSize = 16;

    private const ushort Noop = 1;
    private const ushort Error = 2;
    private const ushort Done = 3;
    private const ushort Overrun = 4;
    private const ushort DumpInterrupted = 0x10;

    private bool _interrupted;

    /// <summary>Gives each message that answers this request to the visitor.</summary>
    /// <exception cref="ProcFormatException">A message is cut off or says a length that cannot be.</exception>
    /// <exception cref="ProcFileException">The kernel answered with an error.</exception>
    public NetlinkProgress Read(ReadOnlySpan<byte> datagram, INetlinkVisitor visitor)
    {
        while (!datagram.IsEmpty)
        {
            if (datagram.Length < HeaderSize)
            {
                throw new ProcFormatException(source, 0, default, $"a header of {HeaderSize} bytes, {datagram.Length} are left");
            }

            var length = MemoryMarshal.Read<uint>(datagram);
            if (length < HeaderSize || length > datagram.Length)
            {
                throw new ProcFormatException(source, 0, default, $"a message of {HeaderSize} to {datagram.Length} bytes, not {length}");
            }

            var type = MemoryMarshal.Read<ushort>(datagram[4..]);
            var flags = MemoryMarshal.Read<ushort>(datagram[6..]);
            var body = datagram[HeaderSize..(int)length];
            var answers = MemoryMarshal.Read<uint>(datagram[8..]) == sequence;
            datagram = datagram[Math.Min(datagram.Length, Align((int)length))..];
            if (!answers)
            {
                continue;
            }

            _interrupted |= (flags & DumpInterrupted) != 0;
            switch (type)
            {
                case Noop:
                    break;
                case Overrun:
                    return NetlinkProgress.Overrun;
                case Done:
                    Check(body);
                    return _interrupted ? NetlinkProgress.Interrupted : NetlinkProgress.Done;
                case Error:
                    Check(body);
                    break;
                default:
                    visitor.Message(type, body);
                    break;
            }
        }

        return NetlinkProgress.More;
    }

    /// <summary>Lengths are padded to 4 bytes.</summary>
    internal static int Align(int length) => (length + 3) & ~3;

    private readonly void Check(ReadOnlySpan<byte> body)
    {
        // A negative errno; 0 acknowledges. DONE of old kernels has no body.
        if (body.Length >= sizeof(int) && MemoryMarshal.Read<int>(body) is < 0 and var error)
        {
            throw new ProcFileException(source, (Errno)(-error));
        }
    }
}
