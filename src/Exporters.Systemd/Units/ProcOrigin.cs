using System.Text;
using Exporters.Linux;

namespace Exporters.Systemd.Units;

/// <summary>
/// Looks up in <c>/proc/PID/cgroup</c> whether the main process of some service is in the group that the manager says. When it
/// is, the manager is this machine's; a container's manager reached from outside counts its processes and groups otherwise.
/// </summary>
internal sealed class ProcOrigin(HostPaths paths) : ICgroupOrigin
{
    private bool _isLocal;

    public bool IsLocal(IReadOnlyList<TrackedUnit> units)
    {
        if (_isLocal)
        {
            return true;
        }

        foreach (var unit in units)
        {
            if (unit.Properties is { MainPid: > 0 and var pid, ControlGroup: { } group } && IsIn(pid, group))
            {
                return _isLocal = true;
            }
        }

        return false;
    }

    private bool IsIn(uint pid, string group)
    {
        if (ProcFile.TryRead(paths.Proc($"{pid}/cgroup"), out var file) != Errno.None)
        {
            return false;
        }

        using (file)
        {
            var wanted = Encoding.UTF8.GetBytes(group);
            for (var lines = new Utf8Cursor(file.Bytes, "cgroup"); lines.NextLine(out var line);)
            {
                line.Until((byte)':');
                line.Until((byte)':');
                var at = line.Rest.IndexOf(wanted);
                if (at >= 0 && (at + wanted.Length == line.Rest.Length || line.Rest[at + wanted.Length] == (byte)'/'))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
