using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>One line of the list of host collectors: how it is called, whether it is on, how it is made, what steers it.</summary>
/// <param name="Name">The name in <c>--collector.NAME</c>, <c>collect[]</c> and the label <c>collector</c>.</param>
/// <param name="EnabledByDefault">Whether it runs when nothing is said.</param>
/// <param name="Create">Makes it.</param>
/// <param name="Settings">Its own settings.</param>
public sealed record HostCollector(string Name, bool EnabledByDefault, Func<HostContext, ICollector> Create, params IReadOnlyList<Setting> Settings)
{
    /// <summary>The file or directory without which it has nothing to show, for one that most machines do not have; null for others.</summary>
    public Func<HostPaths, string>? Needs { get; init; }

    /// <summary>Whether a scrape without what it needs counts as success, as it does in node_exporter for some collectors.</summary>
    public bool AbsentIsSuccess { get; init; }

    /// <summary>Makes it as the program runs it.</summary>
    public ICollector Make(HostContext context)
    {
        var collector = Create(context);
        return Needs is null ? collector : new OptionalCollector(collector, Needs(context.Paths), AbsentIsSuccess, context.Time);
    }
}
