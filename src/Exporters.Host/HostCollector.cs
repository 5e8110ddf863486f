using Exporters.Configuration.Settings;
using Exporters.Metrics;

namespace Exporters.Host;

/// <summary>One line of the list of host collectors: how it is called, whether it is on, how it is made, what steers it.</summary>
/// <param name="Name">The name in <c>--collector.NAME</c>, <c>collect[]</c> and the label <c>collector</c>.</param>
/// <param name="EnabledByDefault">Whether it runs when nothing is said.</param>
/// <param name="Create">Makes it.</param>
/// <param name="Settings">Its own settings.</param>
public sealed record HostCollector(string Name, bool EnabledByDefault, Func<HostContext, ICollector> Create, params IReadOnlyList<Setting> Settings);
