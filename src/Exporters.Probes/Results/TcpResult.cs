using Exporters.Metrics;

namespace Exporters.Probes.Results;

/// <summary>Facts of a TCP probe.</summary>
internal sealed class TcpResult
{
    /// <summary>Whether expected bytes did not come.</summary>
    public bool FailedByBytes { get; set; }

    /// <summary>Labels that the module takes from what was read; null when it asks for none.</summary>
    public LabelSet? Expected { get; set; }
}
