namespace Exporters.Containers;

/// <summary>The part <c>containers:</c> of the file.</summary>
public sealed record ContainersConfig
{
    /// <summary><c>enabled</c>: auto, true or false; default auto.</summary>
    public ContainersMode Mode { get; init; } = ContainersMode.Auto;

    /// <summary><c>endpoint</c>: unix:///path, tcp://host:port or https://host:port; default DOCKER_HOST, else Docker's socket.</summary>
    public string? Endpoint { get; init; }

    /// <summary><c>certificates</c>: directory with ca.pem, cert.pem and key.pem for TLS; default as the docker command has it.</summary>
    public string? CertificateDirectory { get; init; }

    /// <summary><c>interval</c>: how often the inventory is compared with the daemon's list; 1s to 10m, default 15s. Events come at once.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary><c>labels</c>: container labels that become <c>container_label_…</c>; a name may end in <c>*</c>. Default Compose project and service.</summary>
    public IReadOnlyList<string> Labels { get; init; } = ["com.docker.compose.project", "com.docker.compose.service"];

    /// <summary><c>env</c>: environment variables of containers that become <c>container_env_…</c>; default none.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary><c>root_cgroup</c>: whether the machine as a whole is shown as <c>id="/"</c>; default true.</summary>
    public bool RootCgroup { get; init; } = true;

    /// <summary><c>raw_cgroups</c>: groups that are no containers, by the beginning of their path, <c>/system.slice</c> say; default none.</summary>
    public IReadOnlyList<string> RawCgroups { get; init; } = [];

    /// <summary><c>host_network</c>: whether containers in the host's network show the host's interfaces as theirs, as cAdvisor does; default false.</summary>
    public bool HostNetwork { get; init; }

    /// <summary><c>writable_layer_interval</c>: how often the daemon is asked to measure writable layers; 1m to 24h, default never.</summary>
    public TimeSpan? WritableLayerInterval { get; init; }

    /// <summary><c>disable_metrics</c>: groups of families that are not wanted, by cAdvisor's names; default none.</summary>
    public IReadOnlyList<string> DisableMetrics { get; init; } = [];
}
