namespace Exporters.Metrics.Modules;

/// <summary>Things of one kind that a module watches and whose health can be asked for one by one, at <c>/health/KIND/NAME</c>. Must answer at once.</summary>
public interface IThings
{
    /// <summary>The kind in the plural, as in the path: units, groups, containers, probes, logs.</summary>
    string Kind { get; }

    /// <summary>What is known of now, for the nearest name to one that is not.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>How one of them fares; null when there is none of that name.</summary>
    ThingHealth? Find(string name);
}
