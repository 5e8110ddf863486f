namespace Exporters.Metrics.Modules;

/// <summary>How a part of the process fares.</summary>
public enum ModuleState
{
    /// <summary>Not wanted, or nothing here for it to do.</summary>
    Off,

    /// <summary>Its first collection is not complete, or its sources are not open: the process is not ready.</summary>
    Starting,

    /// <summary>At work.</summary>
    Running,

    /// <summary>At work, with something missing that it says.</summary>
    Degraded,

    /// <summary>Dead: the process is not healthy.</summary>
    Failed,
}
