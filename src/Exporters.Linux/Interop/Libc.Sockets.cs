using System.Runtime.InteropServices;

namespace Exporters.Linux.Interop;

/// <summary>What a netlink dump needs: socket(2), sendto(2), recvfrom(2), and the name of an interface; netlink(7).</summary>
internal static partial class Libc
{
    public const int NetlinkFamily = 16;
    public const int RawSocket = 3;
    public const int SocketCloseOnExec = 0x80000;
    public const int ReportTruncation = 0x20;
    public const int SocketLevel = 1;
    public const int ReceiveTimeout = 20;

    /// <summary>socket(2); -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    /// <summary>setsockopt(2); -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static unsafe partial int SetSocketOption(int descriptor, int level, int name, void* value, uint length);

    /// <summary>sendto(2); -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static unsafe partial nint SendTo(int descriptor, byte* buffer, nuint count, int flags, void* address, uint addressLength);

    /// <summary>recvfrom(2); -1 and errno on failure.</summary>
    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    public static unsafe partial nint ReceiveFrom(int descriptor, byte* buffer, nuint count, int flags, void* address, uint* addressLength);

    /// <summary>if_indextoname(3); null when no interface has this number. The buffer holds 16 bytes.</summary>
    [LibraryImport("libc", EntryPoint = "if_indextoname", SetLastError = true)]
    public static unsafe partial byte* InterfaceName(uint index, byte* name);
}
