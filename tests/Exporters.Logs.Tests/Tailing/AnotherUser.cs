using System.Runtime.InteropServices;

namespace Exporters.Logs.Tests.Tailing;

/// <summary>For files this thread is a user without rights of any kind, so that what root may always read can be refused; see setfsuid(2). Nothing changes for who is not root.</summary>
internal sealed partial class AnotherUser : IDisposable
{
    private const int Nobody = 65534;

    public AnotherUser() => _ = SetFileUser(Nobody);

    public void Dispose() => _ = SetFileUser((int)GetEffectiveUser());

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileUser(int user);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUser();
}
