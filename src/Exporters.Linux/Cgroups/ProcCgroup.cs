using System.Text;

namespace Exporters.Linux.Cgroups;

/// <summary>
/// <c>/proc/PID/cgroup</c>, cgroups(7): in which group a process is, a line per tree.
/// <code>
/// 4:memory:/docker/7775c8ae…
/// 0::/system.slice/docker-7775c8ae….scope
/// </code>
/// </summary>
public static class ProcCgroup
{
    /// <summary>
    /// The path of the process in the tree of a v1 controller, or in the v2 tree for an empty name; null when the file has no
    /// line of it.
    /// </summary>
    public static string? Path(ReadOnlySpan<byte> text, string source, string controller)
    {
        var wanted = Encoding.UTF8.GetBytes(controller);
        for (var file = new Utf8Cursor(text, source); file.NextLine(out var line);)
        {
            line.Until((byte)':');
            for (var names = line.Until((byte)':'); ;)
            {
                var comma = names.IndexOf((byte)',');
                if ((comma < 0 ? names : names[..comma]).SequenceEqual(wanted))
                {
                    return Encoding.UTF8.GetString(line.Rest);
                }

                if (comma < 0)
                {
                    break;
                }

                names = names[(comma + 1)..];
            }
        }

        return null;
    }
}
