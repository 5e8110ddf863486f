using Exporters.Metrics;

namespace Exporters.Hosting;

/// <summary>
/// Which build answers. The peer's own build info is there as well, because boards take the instances from it; its version is
/// ours, and <c>goversion</c> names the runtime.
/// </summary>
/// <param name="hasProbes">Whether this stands for a blackbox_exporter too.</param>
internal sealed class BuildInfoCollector(bool hasProbes) : ISelfCollector
{
    private static readonly Family Exporters = Family.Info(
        "exporters_build_info", "Which build of exporters answers.", "version", "revision", "runtime", "platform");

    private static readonly Family NodeExporter = Family.Gauge(
        "node_exporter_build_info",
        "Which build answers under node_exporter's names; always 1.",
        "branch", "goarch", "goos", "goversion", "revision", "tags", "version");

    private static readonly Family BlackboxExporter = Family.Gauge(
        "blackbox_exporter_build_info",
        "Which build answers under blackbox_exporter's names; always 1.",
        "branch", "goarch", "goos", "goversion", "revision", "tags", "version");

    public string Name => "build";

    public IReadOnlyList<Family> Families { get; } = hasProbes ? [Exporters, NodeExporter, BlackboxExporter] : [Exporters, NodeExporter];

    public void Collect(FamilyWriter writer)
    {
        var runtime = $".NET {Environment.Version}";
        writer.WriteInfo(Exporters, BuildInfo.Version, BuildInfo.Revision, runtime, BuildInfo.Platform);
        if (hasProbes)
        {
            writer.WriteInfo(BlackboxExporter, "", BuildInfo.Architecture, "linux", runtime, BuildInfo.Revision, "", BuildInfo.Version);
        }

        writer.WriteInfo(NodeExporter, "", BuildInfo.Architecture, "linux", runtime, BuildInfo.Revision, "", BuildInfo.Version);
    }
}
