namespace Exporters.Probes;

/// <summary>One kind of probe.</summary>
internal interface IProber
{
    /// <summary>
    /// Probes, and fills the run's result as far as it comes. Returning is success; failure is an exception that
    /// <see cref="Results.Faults"/> knows.
    /// </summary>
    Task ProbeAsync(ProbeRun run, CancellationToken cancel);
}
