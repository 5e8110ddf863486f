using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Exporters.Host.Tests.Network;

/// <summary>Runs a test in a network namespace of its own, where it may make interfaces: on a thread that leaves the others' namespace.</summary>
internal static class OwnNamespace
{
    private const int NewNetwork = 0x40000000;

    /// <summary>Runs it, or ignores the test where this user may not.</summary>
    public static void Run(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                if (Unshare(NewNetwork) != 0)
                {
                    Assert.Ignore("needs root: unshare(CLONE_NEWNET) " + Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
                }

                test();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>ip(8) in the namespace of the calling thread; ignores the test when it cannot do that here.</summary>
    public static void Ip(string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                Assert.Ignore($"ip {arguments}: {error}");
            }
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Assert.Ignore($"ip: {e.Message}");
        }
    }

    [DllImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static extern int Unshare(int flags);
}
