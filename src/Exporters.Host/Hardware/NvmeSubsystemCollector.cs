using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host.Hardware;

/// <summary>NVMe subsystems and the paths to them, from <c>/sys/class/nvme-subsystem</c>: controllers of each are paths to its namespaces.</summary>
internal sealed class NvmeSubsystemCollector(HostPaths paths) : ICollector
{
    private static readonly string[] States = ["connecting", "dead", "deleting", "live", "new", "resetting", "unknown"];
    private static readonly FamilyList All = new();
    private static readonly Family Info = All.Info("node_nvmesubsystem_info", "What the subsystem tells of itself.", "subsystem", "nqn", "model", "serial", "iopolicy");
    private static readonly Family NamespaceInfo = All.Info("node_nvmesubsystem_namespace_info", "A block device of the subsystem.", "subsystem", "device");
    private static readonly Family Paths = All.Gauge("node_nvmesubsystem_paths", "Paths to the subsystem.", "subsystem");
    private static readonly Family PathsLive = All.Gauge("node_nvmesubsystem_paths_live", "Paths to the subsystem that are live.", "subsystem");
    private static readonly Family PathState = All.StateSet(
        "node_nvmesubsystem_path_state", "1 for the state that the path is in, 0 for the others.", "subsystem", "controller", "transport", "state");

    private readonly DirectoryListing _listing = new(paths.Sys("class/nvme-subsystem"));
    private readonly List<DirectoryListing> _subsystems = [];

    public string Name => "nvmesubsystem";

    public IReadOnlyList<Family> Families => All;

    public void Collect(FamilyWriter writer)
    {
        if (_listing.Refresh())
        {
            _subsystems.Clear();
            _subsystems.AddRange(_listing.Names.Where(name => name.StartsWith("nvme-subsys", StringComparison.Ordinal)).Select(name => new DirectoryListing($"{_listing.Path}/{name}")));
        }

        if (_listing.Errno != Errno.None)
        {
            throw HostFile.Unavailable(_listing.Path, _listing.Errno, "this machine has no NVMe subsystem");
        }

        foreach (var subsystem in _subsystems)
        {
            subsystem.Refresh();
            Write(writer, subsystem);
        }
    }

    private static void Write(FamilyWriter writer, DirectoryListing subsystem)
    {
        var name = Path.GetFileName(subsystem.Path);
        writer.WriteInfo(Info, name, Text(subsystem, "subsysnqn"), Text(subsystem, "model"), Text(subsystem, "serial"), Text(subsystem, "iopolicy"));
        var (total, live) = (0, 0);
        foreach (var entry in subsystem.Names)
        {
            if (IsNumbered(entry, "nvme"))
            {
                var state = Text(subsystem, $"{entry}/state") switch
                {
                    "deleting (no IO)" => "deleting",
                    var known when States.Contains(known) => known,
                    _ => "unknown",
                };
                var transport = Text(subsystem, $"{entry}/transport");
                foreach (var known in States)
                {
                    writer.Write(PathState, state == known ? 1 : 0, name, entry, transport, known);
                }

                total++;
                live += state == "live" ? 1 : 0;
            }
            else if (IsNamespace(entry))
            {
                writer.WriteInfo(NamespaceInfo, name, entry);
            }
        }

        writer.Write(Paths, total, name);
        writer.Write(PathsLive, live, name);
    }

    private static string Text(DirectoryListing subsystem, string file) => SysFile.Text($"{subsystem.Path}/{file}") ?? "";

    private static bool IsNumbered(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length && !name.AsSpan(prefix.Length).ContainsAnyExceptInRange('0', '9');

    /// <summary><c>nvme0n1</c>, and not the path <c>nvme0c1n1</c> to it.</summary>
    private static bool IsNamespace(string name)
    {
        var separator = name.LastIndexOf('n');
        return separator > 0 && IsNumbered(name[..separator], "nvme") && IsNumbered(name[separator..], "n");
    }
}
