using Exporters.Docker;
using Exporters.Metrics.Checks;

namespace Exporters.Containers;

/// <summary>What the module needs outside of the process.</summary>
public static class ContainersChecks
{
    /// <summary>The checks; none where the module is off.</summary>
    /// <param name="config">The module's part of the file.</param>
    /// <param name="defaultsOff">Only what is asked for by name (<c>--collector.disable-defaults</c>).</param>
    public static IReadOnlyList<OutsideCheck> Of(ContainersConfig config, bool defaultsOff) =>
        config.Mode == ContainersMode.Off || (config.Mode == ContainersMode.Auto && defaultsOff)
            ? []
            : [DockerCheck.Of(DockerEndpoint.Resolve(config.Endpoint, config.CertificateDirectory, Environment.GetEnvironmentVariable), config.Mode == ContainersMode.On)];
}
