using Exporters.Configuration;
using Exporters.Linux;
using Exporters.Logs.Storage;
using Exporters.Metrics.Checks;

namespace Exporters.Logs.Checks;

/// <summary>Whether the state directory can be written, and how much room it has. Leaves nothing behind, and takes no lock.</summary>
internal static class StateDirectoryCheck
{
    /// <summary>Less than this is soon used up by a receiver that is away.</summary>
    private const long LittleRoom = 100L << 20;

    private const long TenGibibytes = 10L << 30;

    /// <summary>The check of a directory.</summary>
    public static OutsideCheck Of(string directory) => OutsideCheck.Of($"state directory {directory}", () => Ask(directory));

    internal static CheckAnswer Ask(string directory)
    {
        // The directory itself, or the one in which it would be made.
        var existing = Path.GetFullPath(directory);
        while (!Directory.Exists(existing) && !File.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        try
        {
            using var file = new FileStream(
                Path.Combine(existing, $".check-{Environment.ProcessId}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            file.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return CheckAnswer.Bad($"{existing} cannot be written by {Environment.UserName}: {e.Message.TrimEnd('.')}. {WriteAdvice.For(e, directory)}");
        }

        var made = existing == Path.GetFullPath(directory) ? "" : ", and is made at the start";
        if (FilesystemSpace.TryRead(existing, out var space) != Errno.None)
        {
            return CheckAnswer.Good($"can be written{made}");
        }

        var unit = space.AvailableBytes >= TenGibibytes ? 30 : 20;
        var free = ByteSizes.Format((long)space.AvailableBytes >> unit << unit);
        return space.AvailableBytes < LittleRoom
            ? CheckAnswer.Bad($"has {free} free: make room (df -h {existing}), or give logs.state_dir a directory on another file system")
            : CheckAnswer.Good($"can be written by {Environment.UserName}{made}; {free} free");
    }
}
