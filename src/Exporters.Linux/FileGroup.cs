using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Exporters.Linux.Interop;

namespace Exporters.Linux;

/// <summary>The group that a file belongs to, statx(2), with its name out of <c>/etc/group</c>, group(5): <c>docker:x:115:ann</c>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name; null where the number has none here, as in most containers.</param>
public sealed record FileGroup(uint Id, string? Name)
{
    private const int IdOffset = 24; // of stx_gid in struct statx

    /// <summary>The group of what <paramref name="path"/> leads to; null when it leads nowhere that this process may look.</summary>
    public static unsafe FileGroup? Of(string path)
    {
        var utf8 = Encoding.UTF8.GetBytes(path + '\0');
        Span<byte> result = stackalloc byte[Libc.StatxSize];
        fixed (byte* name = utf8, into = result)
        {
            if (Libc.Statx(Libc.CurrentDirectory, name, 0, Libc.StatxGroup, into) != 0)
            {
                return null;
            }
        }

        var id = MemoryMarshal.Read<uint>(result[IdOffset..]);
        return new FileGroup(id, NameIn(SysFile.Text("/etc/group") ?? "", id));
    }

    /// <summary>The command that lets a user at a socket that belongs to a group, for the end of a message that says that it may not.</summary>
    /// <param name="group">The socket's group; null when it is not known.</param>
    /// <param name="path">The socket.</param>
    /// <param name="user">Who may not use it.</param>
    public static string HowToJoin(FileGroup? group, string path, string user) => group switch
    {
        null => $"; see who may use it: ls -l {path}",
        { Id: 0 } => "; it belongs to the group root: give dockerd a group to make it for (groupadd docker; systemctl restart docker), or run as root",
        { Name: { } name } => $"; add {user} to the group {name}: usermod -aG {name} {user}, then start this again; in a container: --group-add {group.Id}",
        _ => $"; it belongs to the group {group.Id}, which has no name here; start the container with --group-add {group.Id}",
    };

    /// <summary>The name of a number in the text of <c>/etc/group</c>.</summary>
    public static string? NameIn(string table, uint id)
    {
        var number = id.ToString(CultureInfo.InvariantCulture);
        foreach (var line in table.Split('\n'))
        {
            var fields = line.Split(':');
            if (fields.Length > 2 && fields[2] == number)
            {
                return fields[0];
            }
        }

        return null;
    }
}
