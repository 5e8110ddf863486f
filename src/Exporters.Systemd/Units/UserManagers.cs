using System.Text;
using Exporters.Linux;

namespace Exporters.Systemd.Units;

/// <summary>
/// Users whose manager can be reached: those with a runtime directory <c>/run/user/UID</c> in which this process sees a socket. A
/// lingering user has one from the boot on, others while they are logged in.
/// </summary>
internal sealed class UserManagers(HostPaths paths)
{
    /// <summary>Runtime directory by user number, as they are now.</summary>
    public IReadOnlyDictionary<string, string> Find()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var root = paths.Root("/run/user");
        foreach (var uid in SysFile.Names(root))
        {
            var directory = $"{root}/{uid}";
            if (uid.All(char.IsAsciiDigit) && (File.Exists($"{directory}/systemd/private") || File.Exists($"{directory}/bus")))
            {
                found.Add(uid, directory);
            }
        }

        return found;
    }

    /// <summary>The user's name: as logind knows it, else from <c>/etc/passwd</c>, else the number.</summary>
    public string NameOf(string uid) =>
        Value(paths.Root($"/run/systemd/users/{uid}"), line => line.StartsWith("NAME=", StringComparison.Ordinal) ? line["NAME=".Length..] : null)
        ?? Value(paths.Root("/etc/passwd"), line => line.Split(':') is [var name, _, var number, ..] && number == uid ? name : null)
        ?? uid;

    private static string? Value(string path, Func<string, string?> pick)
    {
        if (ProcFile.TryRead(path, out var file) != Errno.None)
        {
            return null;
        }

        using (file)
        {
            foreach (var line in Encoding.UTF8.GetString(file.Bytes).Split('\n'))
            {
                if (pick(line) is { Length: > 0 } value)
                {
                    return value;
                }
            }

            return null;
        }
    }
}
