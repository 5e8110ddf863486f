using System.Buffers;
using System.Runtime.InteropServices;
using Exporters.Linux.Interop;

namespace Exporters.Linux.Netlink;

/// <summary>
/// Asks the kernel for all of something over a netlink socket of its own, netlink(7). A socket for each dump costs a few
/// microseconds and leaves nothing behind to be confused by.
/// </summary>
internal static class NetlinkDump
{
    private const ushort RequestDump = 0x1 | 0x300;
    private const int FirstBuffer = 32 * 1024;
    private const int LargestBuffer = 4 * 1024 * 1024;
    private const int Attempts = 4;
    private const int TimeoutSeconds = 5;
    private const int AddressSize = 12;
    private const int PortOffset = 4;

    private static int sequence;

    /// <summary>
    /// Dumps into the visitor. Dumps that were overrun, or during which what they list changed, are begun anew; the last attempt
    /// counts as it is, since on a machine where devices come and go without end there would be no other.
    /// </summary>
    /// <returns><see cref="Errno.None"/>, or why no netlink socket can be had here.</returns>
    /// <exception cref="ProcFileException">The kernel refused, or did not answer.</exception>
    /// <exception cref="ProcFormatException">The answer is not netlink's.</exception>
    public static Errno Run(string source, NetlinkProtocol protocol, ushort type, ReadOnlySpan<byte> request, INetlinkVisitor visitor)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var socket = Open(protocol, out var errno);
                if (socket < 0)
                {
                    return errno;
                }

                NetlinkProgress progress;
                try
                {
                    visitor.Restart();
                    progress = Run(source, socket, type, request, visitor, ref buffer);
                }
                finally
                {
                    _ = Libc.Close(socket);
                }

                if (progress == NetlinkProgress.Done || (progress == NetlinkProgress.Interrupted && attempt >= Attempts))
                {
                    return Errno.None;
                }

                if (attempt >= Attempts)
                {
                    throw new ProcFileException(source, Errno.NoBufferSpace);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static NetlinkProgress Run(
        string source, int socket, ushort type, ReadOnlySpan<byte> request, INetlinkVisitor visitor, ref byte[] buffer)
    {
        var number = (uint)Interlocked.Increment(ref sequence);
        Send(source, socket, type, number, request);
        var datagram = new NetlinkDatagram(source, number);
        while (true)
        {
            var length = Receive(socket, buffer, out var sender);
            if (length < 0)
            {
                switch ((Errno)Marshal.GetLastPInvokeError())
                {
                    case Errno.Interrupted:
                        continue;
                    case Errno.NoBufferSpace:
                        return NetlinkProgress.Overrun;
                    case Errno.TryAgain:
                        throw new ProcFileException(source, Errno.TimedOut);
                    case var errno:
                        throw new ProcFileException(source, errno);
                }
            }

            // Only the kernel has port 0; anything else is somebody else's message.
            if (sender != 0)
            {
                continue;
            }

            if (length > buffer.Length)
            {
                return Grow(source, (int)length, ref buffer);
            }

            if (datagram.Read(buffer.AsSpan(0, (int)length), visitor) is var progress and not NetlinkProgress.More)
            {
                return progress;
            }
        }
    }

    /// <summary>A message was longer than the buffer, and what did not fit is lost: begin anew with a larger one.</summary>
    private static NetlinkProgress Grow(string source, int length, ref byte[] buffer)
    {
        if (length > LargestBuffer)
        {
            throw new ProcFormatException(source, 0, default, $"messages of up to {LargestBuffer} bytes, not {length}");
        }

        ArrayPool<byte>.Shared.Return(buffer);
        buffer = ArrayPool<byte>.Shared.Rent(length);
        return NetlinkProgress.Overrun;
    }

    private static unsafe int Open(NetlinkProtocol protocol, out Errno errno)
    {
        var socket = Libc.Socket(Libc.NetlinkFamily, Libc.RawSocket | Libc.SocketCloseOnExec, (int)protocol);
        errno = socket < 0 ? (Errno)Marshal.GetLastPInvokeError() : Errno.None;
        if (socket >= 0)
        {
            // struct timeval. The kernel answers at once; if ever it did not, the thread must come back.
            var timeout = stackalloc nint[] { TimeoutSeconds, 0 };
            _ = Libc.SetSocketOption(socket, Libc.SocketLevel, Libc.ReceiveTimeout, timeout, (uint)(2 * sizeof(nint)));
        }

        return socket;
    }

    private static unsafe void Send(string source, int socket, ushort type, uint number, ReadOnlySpan<byte> request)
    {
        Span<byte> message = stackalloc byte[NetlinkDatagram.HeaderSize + request.Length];
        var length = (uint)message.Length;
        MemoryMarshal.Write(message, in length);
        MemoryMarshal.Write(message[4..], in type);
        var flags = RequestDump;
        MemoryMarshal.Write(message[6..], in flags);
        MemoryMarshal.Write(message[8..], in number);
        message[12..NetlinkDatagram.HeaderSize].Clear();
        request.CopyTo(message[NetlinkDatagram.HeaderSize..]);
        var kernel = stackalloc ushort[AddressSize / sizeof(ushort)];
        new Span<ushort>(kernel, AddressSize / sizeof(ushort)).Clear();
        kernel[0] = Libc.NetlinkFamily;
        fixed (byte* start = message)
        {
            while (Libc.SendTo(socket, start, (nuint)message.Length, 0, kernel, AddressSize) < 0)
            {
                if ((Errno)Marshal.GetLastPInvokeError() is var errno and not Errno.Interrupted)
                {
                    throw new ProcFileException(source, errno);
                }
            }
        }
    }

    /// <summary>One datagram; its true length even if the buffer is shorter.</summary>
    private static unsafe nint Receive(int socket, Span<byte> into, out uint sender)
    {
        var address = stackalloc byte[AddressSize];
        uint addressLength = AddressSize;
        fixed (byte* start = into)
        {
            var length = Libc.ReceiveFrom(socket, start, (nuint)into.Length, Libc.ReportTruncation, address, &addressLength);
            sender = *(uint*)(address + PortOffset);
            return length;
        }
    }
}
