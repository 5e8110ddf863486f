using System.Globalization;
using Exporters.Metrics;
using Exporters.Metrics.Modules;

namespace Exporters.Containers.Lifecycle;

/// <summary>Containers one by one, by their name or the beginning of their id, as the daemon told last.</summary>
internal sealed class ContainersHealth(Inventory inventory) : IThings
{
    /// <summary>Shorter beginnings of an id are taken for names.</summary>
    private const int ShortestId = 12;

    public string Kind => "containers";

    public IEnumerable<string> Names => inventory.Current.Containers.Select(container => container.Facts.Name);

    public ThingHealth? Find(string name)
    {
        if (!inventory.IsReady)
        {
            return ThingHealth.Ill("the first round is not complete");
        }

        var snapshot = inventory.Current;
        var found = snapshot.Containers.FirstOrDefault(container => container.Facts.Name == name)
            ?? (name.Length >= ShortestId ? snapshot.Containers.FirstOrDefault(container => container.Facts.Id.StartsWith(name, StringComparison.Ordinal)) : null);

        // A daemon that does not answer cannot say that there is no such container.
        return snapshot.Problem is { Reason: not UnavailableReason.Absent } problem ? ThingHealth.Ill($"containers are not known now: {problem.Message}")
            : found is null ? null
            : Of(found);
    }

    private static ThingHealth Of(TrackedContainer container)
    {
        var facts = container.Facts;
        if (facts.State != "running")
        {
            var code = facts.State == "exited" && container.LastExitCode is { } exit ? string.Create(CultureInfo.InvariantCulture, $" with code {exit}") : "";
            return ThingHealth.Ill($"{facts.State}{code}{(container.OomKilled ? ", killed for want of memory" : "")}");
        }

        return facts.Health switch
        {
            "none" => ThingHealth.Well("running"),
            "healthy" => ThingHealth.Well("running, healthy"),
            "starting" => ThingHealth.Ill("running, its health check has not passed yet"),
            var health => ThingHealth.Ill($"running, {health}: docker inspect -f '{{{{json .State.Health}}}}' {facts.Name} shows what its check said"),
        };
    }
}
