using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Exporters.Probes.Tests.Support;

/// <summary>
/// A thread in a network namespace of its own (unshare(2)), with its own ping_group_range and without capabilities when asked:
/// Linux keeps both for each thread, so the rest of the test run notices nothing.
/// </summary>
internal static class OwnNetwork
{
    private const int NewNetwork = 0x40000000;
    private const int SetCapabilities = 126;
    private const int CapabilityVersion = 0x20080522;
    private const nuint SetInterfaceFlags = 0x8914;
    private const short UpAndRunning = 0x41;

    /// <summary>Runs there what opens its sockets before it first waits.</summary>
    /// <param name="pingGroups">What net.ipv4.ping_group_range shall be.</param>
    /// <param name="hasCapabilities">Whether the thread keeps CAP_NET_RAW and the others.</param>
    /// <param name="start">Starts it.</param>
    public static Task<T> RunAsync<T>(string pingGroups, bool hasCapabilities, Func<Task<T>> start)
    {
        var started = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                Enter(pingGroups, hasCapabilities);
                started.SetResult(start());
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        }) { IsBackground = true }.Start();
        return started.Task.Unwrap();
    }

    private static void Enter(string pingGroups, bool hasCapabilities)
    {
        if (Unshare(NewNetwork) != 0)
        {
            throw new IgnoreException($"needs CAP_SYS_ADMIN for a network of its own: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }

        using (var any = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            // struct ifreq: the name, then the flags.
            var request = new byte[40];
            Encoding.ASCII.GetBytes("lo", request);
            BitConverter.TryWriteBytes(request.AsSpan(16), UpAndRunning);
            Check(Ioctl((int)any.Handle, SetInterfaceFlags, request), "ioctl");
        }

        File.WriteAllText("/proc/sys/net/ipv4/ping_group_range", pingGroups);
        if (!hasCapabilities)
        {
            // struct __user_cap_header_struct, and two struct __user_cap_data_struct of nothing.
            Check((int)Syscall(SetCapabilities, [CapabilityVersion, 0], new int[6]), "capset");
        }
    }

    private static void Check(int result, string call)
    {
        if (result != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), call);
        }
    }

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static extern int Unshare(int flags);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Ioctl(int handle, nuint request, byte[] data);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint Syscall(nint number, int[] header, int[] data);
}
