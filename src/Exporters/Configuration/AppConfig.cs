using Exporters.Configuration.Patterns;
using Exporters.Configuration.Settings;
using Exporters.Containers;
using Exporters.Linux;
using Exporters.Logs;
using Exporters.Probes;
using Exporters.Systemd;

namespace Exporters;

/// <summary>Everything that the program was told, after flags, environment, file and defaults.</summary>
internal sealed record AppConfig
{
    /// <summary>The settings of the program and of its modules.</summary>
    public required SettingValues Settings { get; init; }

    /// <summary>Where the host's file systems are.</summary>
    public required HostPaths Paths { get; init; }

    /// <summary>Whether host metrics are published; <c>host.enabled</c>, default true.</summary>
    public bool HostEnabled { get; init; } = true;

    /// <summary>The regular expressions of the file; those of flags are with the settings.</summary>
    public IReadOnlyList<Pattern> Patterns { get; init; } = [];

    /// <summary>Units of systemd.</summary>
    public SystemdConfig Systemd { get; init; } = new();

    /// <summary>Which containers are looked for, and how.</summary>
    public ContainersConfig Containers { get; init; } = new();

    /// <summary>Probes; <c>probes</c>.</summary>
    public ProbesConfig Probes { get; init; } = new();

    /// <summary>The log module; off unless the file has <c>logs:</c>.</summary>
    public LogsConfig Logs { get; init; } = new() { Enabled = false };
}
