namespace Exporters.Containers.Lifecycle;

/// <summary>Why a container was started again.</summary>
internal enum RestartReason
{
    /// <summary>The kernel's out-of-memory killer had ended it.</summary>
    Oom,

    /// <summary>It had ended with an exit code from 1 to 128.</summary>
    Error,

    /// <summary>A signal had ended it that did not come from the daemon.</summary>
    Signal,

    /// <summary>It was stopped through the daemon while its health check failed.</summary>
    Unhealthy,

    /// <summary>It was stopped or restarted through the daemon.</summary>
    Manual,

    /// <summary>The daemon or the machine was restarted.</summary>
    Daemon,

    /// <summary>It had ended with 0.</summary>
    Completed,

    /// <summary>It ended while nobody watched.</summary>
    Unknown,
}
