namespace Exporters.Docker;

/// <summary>Why a call to Docker came to nothing.</summary>
public enum DockerFailure
{
    /// <summary>What was given is no endpoint.</summary>
    Endpoint,

    /// <summary>The socket's file is not there.</summary>
    NoSocket,

    /// <summary>The socket is there and this process may not use it; or the daemon, or something before it, forbids the call.</summary>
    Denied,

    /// <summary>Nobody answers, or the connection broke.</summary>
    Unreachable,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The container, or whatever was asked for, does not exist (404).</summary>
    NotFound,

    /// <summary>The daemon refused the call (any other 4xx, 501), or speaks no version of the API that is known here.</summary>
    Refused,

    /// <summary>The daemon failed (5xx).</summary>
    Server,

    /// <summary>The answer is not what was expected.</summary>
    Format,
}
