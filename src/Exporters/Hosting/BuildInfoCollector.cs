using Exporters.Metrics;

namespace Exporters.Hosting;

/// <summary>
/// Which build answers. The peer's own build info is there as well, because boards take the instances from it; its version is
/// ours, and <c>goversion</c> names the runtime.
/// </summary>
internal sealed class BuildInfoCollector : ISelfCollector
{
    private static readonly Family Exporters = Family.Info(
        "exporters_build_info", "Which build of exporters answers.", "version", "revision", "runtime", "platform");

    private static readonly Family NodeExporter = Family.Gauge(
        "node_exporter_build_info",
        "Which build answers under node_exporter's names; always 1.",
        "branch", "goarch", "goos", "goversion", "revision", "tags", "version");

    public string Name => "build";

    public IReadOnlyList<Family> Families { get; } = [Exporters, NodeExporter];

    public void Collect(FamilyWriter writer)
    {
        var runtime = $".NET {Environment.Version}";
        writer.WriteInfo(Exporters, BuildInfo.Version, BuildInfo.Revision, runtime, BuildInfo.Platform);
        writer.WriteInfo(NodeExporter, "", BuildInfo.Architecture, "linux", runtime, BuildInfo.Revision, "", BuildInfo.Version);
    }
}
