using Exporters.Metrics;
using Exporters.Probes.Results;

namespace Exporters.Probes.Schedule;

/// <summary>Prints the last result of every target; a target that was not probed yet has none.</summary>
internal sealed class ProbeCollector(ProbeScheduler scheduler, TimeProvider time) : ICollector
{
    /// <inheritdoc/>
    public string Name => "probes";

    /// <inheritdoc/>
    public IReadOnlyList<Family> Families => ProbeFamilies.All;

    /// <inheritdoc/>
    public void Collect(FamilyWriter writer)
    {
        double? oldest = null;
        foreach (var target in scheduler.Targets)
        {
            if (target.Last is not { } result)
            {
                continue;
            }

            var age = time.GetElapsedTime(result.EndedAt).TotalSeconds;
            oldest = Math.Max(oldest ?? 0, age);
            ResultWriter.Write(writer, result, target.Labels);
            writer.Write(ProbeFamilies.ResultAge, age, target.Labels);
        }

        writer.WriteIfKnown(SelfFamilies.DataAge, oldest, Name);
    }
}
