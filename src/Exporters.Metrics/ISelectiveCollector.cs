using Exporters.Metrics.Running;

namespace Exporters.Metrics;

/// <summary>A collector about this process that speaks for others too: it is told which of them the scrape asks for.</summary>
public interface ISelectiveCollector : ISelfCollector
{
    /// <summary>Writes what belongs to the process, and to the collectors that are asked for.</summary>
    void Collect(FamilyWriter writer, CollectorSelection selection);
}
