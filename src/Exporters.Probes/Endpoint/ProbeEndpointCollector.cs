using Exporters.Metrics;

namespace Exporters.Probes.Endpoint;

/// <summary>What blackbox_exporter tells of itself, for the boards and rules that ask for it; only where probes are configured.</summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="time">Clock; the configuration was read when this was made.</param>
internal sealed class ProbeEndpointCollector(ProbeEndpoint endpoint, TimeProvider time) : ISelfCollector
{
    private static readonly Family Loaded = Family.Gauge(
        "blackbox_exporter_config_last_reload_successful", "1: the configuration in use is the one read last.");

    private static readonly Family LoadedAt = Family.Gauge(
        "blackbox_exporter_config_last_reload_success_timestamp_seconds", "When the configuration was read, in Unix seconds.");

    private static readonly Family UnknownModules = Family.Counter(
        "blackbox_module_unknown_total", "Requests to /probe for a module that there is not.");

    private readonly double _loadedAt = time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    /// <inheritdoc/>
    public string Name => "probe_endpoint";

    /// <inheritdoc/>
    public IReadOnlyList<Family> Families { get; } = [Loaded, LoadedAt, UnknownModules];

    /// <inheritdoc/>
    public void Collect(FamilyWriter writer)
    {
        // A configuration with a problem in it ends the program, so there is no other one to tell of.
        writer.Write(Loaded, 1);
        writer.Write(LoadedAt, _loadedAt);
        writer.Write(UnknownModules, endpoint.UnknownModules);
    }
}
