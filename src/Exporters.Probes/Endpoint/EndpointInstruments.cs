using Exporters.Metrics;
using Exporters.Metrics.Instruments;
using Prometheus;

namespace Exporters.Probes.Endpoint;

/// <summary>What blackbox_exporter tells of itself, for the boards and rules that ask for it; only where probes are configured.</summary>
internal sealed class EndpointInstruments
{
    private static readonly Family Loaded = Family.Gauge(
        "blackbox_exporter_config_last_reload_successful", "1: the configuration in use is the one read last.");

    private static readonly Family LoadedAt = Family.Gauge(
        "blackbox_exporter_config_last_reload_success_timestamp_seconds", "When the configuration was read, in Unix seconds.");

    private static readonly Family UnknownModulesFamily = Family.Counter(
        "blackbox_module_unknown_total", "Requests to /probe for a module that there is not.");

    private readonly Counter _unknownModules;

    /// <summary>Notes that the configuration is read at this moment: one with a problem in it ends the program, so there is no other to tell of.</summary>
    public EndpointInstruments(InstrumentRegistry registry, TimeProvider time)
    {
        registry.Gauge(Loaded, ProbeInstruments.Collector).Set(1);
        registry.Gauge(LoadedAt, ProbeInstruments.Collector).Set(time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        _unknownModules = registry.Counter(UnknownModulesFamily, ProbeInstruments.Collector);
    }

    /// <summary>Somebody asked for a module that there is not.</summary>
    public void CountUnknownModule() => _unknownModules.Inc();
}
