namespace Exporters.Metrics;

/// <summary>
/// A collector that tells of this process. It is on every page, whatever <c>collect[]</c> asks for, and is not counted among the
/// collectors of the host.
/// </summary>
public interface ISelfCollector : ICollector
{
}
