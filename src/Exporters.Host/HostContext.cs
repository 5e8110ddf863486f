using Exporters.Configuration.Settings;
using Exporters.Linux;
using Microsoft.Extensions.Logging;

namespace Exporters.Host;

/// <summary>What a host collector is made of.</summary>
/// <param name="Paths">Where the host's file systems are.</param>
/// <param name="Settings">The settings of all collectors.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logs">For what must be said when it changes.</param>
public sealed record HostContext(HostPaths Paths, SettingValues Settings, TimeProvider Time, ILoggerFactory Logs);
