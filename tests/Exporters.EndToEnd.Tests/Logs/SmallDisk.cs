using System.Diagnostics;

namespace Exporters.EndToEnd.Tests.Logs;

/// <summary>A tmpfs over a directory, for as long as it is not disposed.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _directory;

    private SmallDisk(string directory) => _directory = directory;

    /// <summary>Mounts it; null when this user or this machine may not.</summary>
    public static SmallDisk? TryMount(string directory, string options) =>
        Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory) ? new SmallDisk(directory) : null;

    public void Dispose() => Run("umount", "-l", _directory);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true });
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
