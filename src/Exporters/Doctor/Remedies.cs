using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Doctor;

/// <summary>The command that mends a source that cannot be read, by what starts the program.</summary>
internal sealed class Remedies(Installation installation, Func<string, FileGroup?> groupOf)
{
    private const string DropIns = "/etc/systemd/system/exporters.service.d";

    /// <summary>What a collector needs beyond the right to read files, by its name.</summary>
    private static readonly Dictionary<string, string> Capabilities = new(StringComparer.Ordinal)
    {
        ["perf"] = "PERFMON",
        ["timex"] = "SYS_TIME",
        ["wifi"] = "NET_ADMIN",
        ["ethtool"] = "NET_ADMIN",
    };

    /// <summary>The command for a host collector; null where no right would mend it.</summary>
    /// <param name="collector">Its name.</param>
    /// <param name="reason">Why it publishes nothing.</param>
    public string? OfCollector(string collector, UnavailableReason reason) => reason switch
    {
        UnavailableReason.Permission => Capability(Capabilities.GetValueOrDefault(collector, "DAC_READ_SEARCH"), collector),
        UnavailableReason.Configuration when installation.RunBy == RunBy.Compose => Compose("volumes: [\"/:/host:ro,rslave\"]", "command: [serve, --path.rootfs=/host]"),
        UnavailableReason.Bug => Journal(),
        _ => null,
    };

    /// <summary>The command that lets the program at a socket or a file by the file's group.</summary>
    public string? OfFile(string path) => groupOf(path) switch
    {
        null when installation.RunBy == RunBy.Compose => Compose($"volumes: [\"{path}:{path}:ro\"]"),
        null => null,
        { Id: var id } when installation.RunBy == RunBy.Compose => Compose($"group_add: [\"{id}\"]"),
        { Id: 0 } => $"setfacl -m u:{installation.User}:r {path}{Restart()}",
        { Name: var name, Id: var id } => $"usermod -aG {name ?? id.ToString(System.Globalization.CultureInfo.InvariantCulture)} {installation.User}{Restart()}",
    };

    /// <summary>The command that makes a service answer.</summary>
    public static string OfService(string unit) => $"systemctl restart {unit}; journalctl -u {unit} -n 50";

    private string Capability(string capability, string collector) => installation.RunBy switch
    {
        // A user other than root has no capabilities in a container, whatever cap_add says.
        RunBy.Compose => capability == "DAC_READ_SEARCH" ? Compose("user: \"0:0\"") : Compose("user: \"0:0\"", $"cap_add: [{capability}]"),
        RunBy.Unit => $"mkdir -p {DropIns} && printf '[Service]\\nCapabilityBoundingSet=CAP_{capability}\\nAmbientCapabilities=CAP_{capability}\\n'"
            + $" >{DropIns}/{collector}.conf && systemctl daemon-reload{Restart()}",
        _ => $"sudo capsh --caps='cap_{capability.ToLowerInvariant()}+eip cap_setpcap,cap_setuid,cap_setgid+ep' --keep=1 --user={installation.User}"
            + $" --addamb=cap_{capability.ToLowerInvariant()} -- -c 'exporters serve'",
    };

    private string Journal() => installation.RunBy switch
    {
        RunBy.Compose => "docker compose logs exporters",
        RunBy.Unit => "journalctl -u exporters -n 50",
        _ => "exporters metrics --log.level=debug >/dev/null",
    };

    private string Restart() => installation.RunBy == RunBy.Unit ? " && systemctl restart exporters" : "";

    // A file of overrides written by a command would take the place of one that is there already.
    private static string Compose(params string[] keys) =>
        $"below services.exporters of the compose file: {string.Join("; ", keys)}; then: docker compose up -d exporters";
}
