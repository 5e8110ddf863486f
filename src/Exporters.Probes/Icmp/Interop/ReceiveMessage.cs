using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Exporters.Probes.Icmp.Interop;

/// <summary>recvmsg(2), the only way to a packet's TTL or hop limit (ip(7) IP_RECVTTL, ipv6(7) IPV6_RECVHOPLIMIT).</summary>
internal static partial class ReceiveMessage
{
    private const int DontWait = 0x40;
    private const int Again = 11;
    private const int Interrupted = 4;
    private const int ControlLength = 64;
    private const int IpLevel = 0;
    private const int IpTtl = 2;
    private const int Ip6Level = 41;
    private const int Ip6HopLimit = 52;

    /// <summary>Takes a packet that has arrived; null when there is none after all.</summary>
    /// <exception cref="SocketException">The socket has an error to report, host unreachable say.</exception>
    public static unsafe (int Length, IPAddress? From, int? HopLimit)? TryReceive(SafeHandle socket, Span<byte> buffer, bool isIp6)
    {
        Span<byte> name = stackalloc byte[28];
        Span<byte> control = stackalloc byte[ControlLength];
        fixed (byte* nameAt = name, controlAt = control, bufferAt = buffer)
        {
            var part = new Part { Base = bufferAt, Length = (nuint)buffer.Length };
            var message = new Header
            {
                Name = nameAt, NameLength = (uint)name.Length, Parts = &part, PartCount = 1, Control = controlAt, ControlLength = ControlLength,
            };
            var length = Receive(socket, ref message, DontWait);
            if (length < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error is Again or Interrupted ? null : throw new SocketException(ToSocketError(error));
            }

            return ((int)length, From(name, isIp6), HopLimit(control[..(int)message.ControlLength], isIp6));
        }
    }

    // sockaddr_in keeps the address at 4, sockaddr_in6 at 8.
    private static IPAddress From(ReadOnlySpan<byte> name, bool isIp6) => isIp6 ? new IPAddress(name.Slice(8, 16)) : new IPAddress(name.Slice(4, 4));

    // cmsghdr: size_t length, int level, int type, then the data; here one int.
    private static int? HopLimit(ReadOnlySpan<byte> control, bool isIp6)
    {
        var head = IntPtr.Size + 8;
        while (control.Length >= head + 4)
        {
            var length = (int)MemoryMarshal.Read<nuint>(control);
            var level = MemoryMarshal.Read<int>(control[IntPtr.Size..]);
            var type = MemoryMarshal.Read<int>(control[(IntPtr.Size + 4)..]);
            if ((level, type) == (isIp6 ? (Ip6Level, Ip6HopLimit) : (IpLevel, IpTtl)))
            {
                return MemoryMarshal.Read<int>(control[head..]);
            }

            var aligned = (length + IntPtr.Size - 1) & ~(IntPtr.Size - 1);
            if (length < head || aligned > control.Length)
            {
                return null;
            }

            control = control[aligned..];
        }

        return null;
    }

    // SocketException takes Windows' numbers; of the errors an ICMP socket reports, these differ in meaning for a probe.
    private static int ToSocketError(int error) => (int)(error switch
    {
        101 => SocketError.NetworkUnreachable,
        113 => SocketError.HostUnreachable,
        111 => SocketError.ConnectionRefused,
        13 or 1 => SocketError.AccessDenied,
        90 => SocketError.MessageSize,
        _ => SocketError.SocketError,
    });

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint Receive(SafeHandle socket, ref Header message, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Part
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Header
    {
        public byte* Name;
        public uint NameLength;
        public Part* Parts;
        public nuint PartCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
