using Exporters.Configuration.Settings;
using Exporters.Linux;
using Exporters.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporters.Host.Tests;

/// <summary>Makes host collectors as the program does, with flags.</summary>
internal static class Make
{
    /// <summary>The collector of this name; <paramref name="flags"/> are <c>collector.x.y=value</c>.</summary>
    public static ICollector Collector(string name, HostPaths paths, params IReadOnlyList<string> flags) =>
        Collector(name, paths, TimeProvider.System, flags);

    /// <summary>The same with a clock.</summary>
    public static ICollector Collector(string name, HostPaths paths, TimeProvider time, params IReadOnlyList<string> flags) =>
        Collector(name, paths, time, NullLoggerFactory.Instance, flags);

    /// <summary>The same with a log.</summary>
    public static ICollector Collector(string name, HostPaths paths, TimeProvider time, ILoggerFactory logs, params IReadOnlyList<string> flags)
    {
        var values = new SettingValues();
        var known = HostModule.Settings.ToDictionary(setting => setting.Name);
        foreach (var flag in flags)
        {
            var (key, value) = flag.Split('=', 2) is [var k, var v] ? (k, v) : (flag, "true");
            Assert.That(values.TrySet(known[key], [value], "--" + key, out var error), error);
        }

        return HostCollectors.All.Single(collector => collector.Name == name)
            .Create(new HostContext(paths, values, time, logs));
    }
}
