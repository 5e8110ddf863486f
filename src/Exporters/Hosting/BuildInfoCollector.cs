using Exporters.Metrics;

namespace Exporters.Hosting;

/// <summary>
/// Which build answers. The peers' own build infos are there as well, because boards take the instances from them; their version is
/// ours, and <c>goversion</c> names the runtime.
/// </summary>
/// <param name="hasUnits">Whether this stands for a systemd_exporter too.</param>
/// <param name="hasProbes">Whether this stands for a blackbox_exporter too.</param>
internal sealed class BuildInfoCollector(bool hasUnits, bool hasProbes) : ISelfCollector
{
    private static readonly Family Exporters = Family.Info(
        "exporters_build_info", "Which build of exporters answers.", "version", "revision", "runtime", "platform");

    private static readonly Family NodeExporter = Family.Gauge(
        "node_exporter_build_info",
        "Which build answers under node_exporter's names; always 1.",
        "branch", "goarch", "goos", "goversion", "revision", "tags", "version");

    private static readonly Family SystemdExporter = Family.Gauge(
        "systemd_exporter_build_info",
        "Which build answers under systemd_exporter's names; always 1.",
        "branch", "goarch", "goos", "goversion", "revision", "tags", "version");

    private static readonly Family BlackboxExporter = Family.Gauge(
        "blackbox_exporter_build_info",
        "Which build answers under blackbox_exporter's names; always 1.",
        "branch", "goarch", "goos", "goversion", "revision", "tags", "version");

    public string Name => "build";

    public IReadOnlyList<Family> Families { get; } =
        [Exporters, NodeExporter, .. hasUnits ? [SystemdExporter] : Array.Empty<Family>(), .. hasProbes ? [BlackboxExporter] : Array.Empty<Family>()];

    public void Collect(FamilyWriter writer)
    {
        var runtime = $".NET {Environment.Version}";
        writer.WriteInfo(Exporters, BuildInfo.Version, BuildInfo.Revision, runtime, BuildInfo.Platform);
        foreach (var peer in Families.Skip(1))
        {
            writer.WriteInfo(peer, "", BuildInfo.Architecture, "linux", runtime, BuildInfo.Revision, "", BuildInfo.Version);
        }
    }
}
