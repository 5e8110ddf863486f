using Exporters.Linux.Files;

namespace Exporters.Linux.Journal;

/// <summary>Whether there are files of a journal, and may be read: libsystemd passes over those that may not in silence.</summary>
public static class JournalFiles
{
    private static readonly string[] Own = ["/var/log/journal", "/run/log/journal"];

    /// <summary>What keeps the journal from being read, with what to do; null when nothing does.</summary>
    /// <param name="directory">Where it is; null for this machine's own.</param>
    public static JournalException? Trouble(string? directory)
    {
        var found = false;
        foreach (var root in directory is null ? Own : [directory])
        {
            try
            {
                foreach (var path in Directory.EnumerateFiles(root, "*.journal", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = false }))
                {
                    found = true;
                    using var handle = UnlockedFile.TryOpenRead(path, out var error);
                    if (handle is null && error is Errno.AccessDenied or Errno.NotPermitted)
                    {
                        return Denied(path);
                    }
                }
            }
            catch (UnauthorizedAccessException)
            {
                return Denied(root);
            }
            catch (IOException)
            {
                // Not there, or gone between two looks.
            }
        }

        return found
            ? null
            : new JournalException(
                "absent",
                directory is null
                    ? "no journal in /var/log/journal or /run/log/journal: is systemd-journald running? In a container, mount the host's /var/log/journal read-only and say so with path:"
                    : $"no journal in {directory}: mount the host's /var/log/journal (or /run/log/journal) there");
    }

    private static JournalException Denied(string path) => new(
        "denied", $"{path} must not be read: run as root, or: usermod -aG systemd-journal {Environment.UserName} (group adm will do as well), and start anew");
}
