using System.Diagnostics;

namespace Exporters.Logs.Tests;

/// <summary>A directory on a file system of its own that is soon full. Needs the right to mount; the test is skipped without.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _ballast;

    public SmallDisk(int kibibytes)
    {
        Path = Directory.CreateTempSubdirectory("disk-").FullName;
        _ballast = System.IO.Path.Combine(Path, "ballast");
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "none", Path))
        {
            Directory.Delete(Path);
            Assert.Ignore("mounting a tmpfs is not allowed here");
        }
    }

    public string Path { get; }

    /// <summary>Takes all the room there is.</summary>
    public void Fill()
    {
        using var file = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            var page = new byte[4096];
            while (true)
            {
                file.Write(page);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Clear() => File.Delete(_ballast);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
